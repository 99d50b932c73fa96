package dev.latchkey.startup;

import dev.latchkey.settings.Settings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.vertx.http.HttpServer;
import org.jboss.logging.Logger;

/** What runs once all has started, in dev mode and in production: the last line of the start names what to open. */
@QuarkusMain(name = "dev")
public class Running implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger("latchkey");

    private final HttpServer server;
    private final Settings.Demo demo;

    public Running(HttpServer server, Settings.Demo demo) {
        this.server = server;
        this.demo = demo;
    }

    @Override
    public int run(String... args) {
        String api = "http://localhost:" + server.getPort();
        String health = "http://localhost:" + server.getManagementPort() + "/q/health";
        LOG.infof(
                "Latchkey is running: %s",
                demo.enabled() ? "open " + api + "/demo" : "the API is at " + api + ", its health at " + health);
        Quarkus.waitForExit();
        return 0;
    }
}
