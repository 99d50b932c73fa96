package dev.latchkey.dev;

import dev.latchkey.settings.Settings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;

/** What runs in dev mode once all has started: the last line of the start names what to open. */
@QuarkusMain(name = "dev")
public class DevMode implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(DevMode.class);

    private final int port;

    public DevMode(Settings.Http settings) {
        this.port = settings.listenPort();
    }

    @Override
    public int run(String... args) {
        LOG.infof("Latchkey is running: open http://localhost:%s/demo", Integer.toString(port));
        Quarkus.waitForExit();
        return 0;
    }
}
