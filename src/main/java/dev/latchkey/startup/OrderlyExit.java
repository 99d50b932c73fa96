package dev.latchkey.startup;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a service that stopped in good order after SIGTERM say so with exit code 0: a JVM left to itself ends with 143,
 * which monitoring takes for a failure.
 */
@Singleton
@IfBuildProfile("prod")
public final class OrderlyExit {

    /** Quarkus reports the exit code once all has stopped; until then the JVM must not end by itself. */
    void prepare(@Observes StartupEvent start) {
        ApplicationLifecycleManager.setDefaultExitCodeHandler(
                (exitCode, cause) -> Runtime.getRuntime().halt(exitCode));
        Runtime.getRuntime().addShutdownHook(new Thread(OrderlyExit::waitForHalt));
    }

    private static void waitForHalt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
