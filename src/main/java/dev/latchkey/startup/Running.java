package dev.latchkey.startup;

import dev.latchkey.settings.Settings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** What runs once all has started, in dev mode and in production: the last line of the start names what to open. */
@QuarkusMain(name = "dev")
public class Running implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger("latchkey");

    private final Settings.Http http;
    private final Settings.Demo demo;
    private final StorePreparation preparation;

    public Running(Settings.Http http, Settings.Demo demo, @Readiness StorePreparation preparation) {
        this.http = http;
        this.demo = demo;
        this.preparation = preparation;
    }

    @Override
    public int run(String... args) {
        preparation.afterFirstAttempt(this::tell);
        Quarkus.waitForExit();
        return 0;
    }

    private void tell() {
        String api = "http://localhost:" + http.listenPort();
        String health = "http://localhost:" + http.managementListenPort() + "/q/health";
        LOG.infof(
                "Latchkey is running: %s",
                demo.enabled() ? "open " + api + "/demo" : "the API is at " + api + ", its health at " + health);
    }
}
