package dev.latchkey.startup;

import dev.latchkey.web.ConnectionLimits;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.Security;

/**
 * Starts the service in production, if its settings are fit: checked before anything else, a wrong one costs one line
 * and no time. Dev mode has defaults for all of them, and starts without this.
 */
@QuarkusMain(name = "production")
public class Main {
    static final int EX_CONFIG = 78; // sysexits.h

    /** How long the JVM goes by an address that it has looked up: a store's may move. Its default is 30. */
    private static final String SECONDS_OF_A_NAME = "5";

    public static void main(String... args) {
        Security.setProperty("networkaddress.cache.ttl", SECONDS_OF_A_NAME);
        new RequiredSettings(Environment.ofThisProcess()).fault().ifPresent(fault -> {
            System.err.println(fault);
            System.exit(EX_CONFIG);
        });
        ConnectionLimits.enable();
        Quarkus.run(Running.class, args);
    }
}
