package dev.latchkey.discovery;

import dev.latchkey.token.PublishedKeys;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Reads the file of private keys again at short intervals: keys are replaced without a restart. */
@Singleton
@Readiness
public final class KeysFileWatch implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(KeysFileWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PublishedKeys keys;
    private final Vertx vertx;
    private volatile Optional<String> told = Optional.empty();
    private long timer;

    public KeysFileWatch(PublishedKeys keys, Vertx vertx) {
        this.keys = keys;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent start) {
        if (keys.isFromAFile()) {
            tell();
            timer = vertx.setPeriodic(INTERVAL.toMillis(), now -> vertx.executeBlocking(this::readAgain)
                    .onFailure(cause -> LOG.error("JWT_KEYS_FILE could not be read again", cause)));
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        vertx.cancelTimer(timer);
    }

    private Void readAgain() {
        keys.readAgain();
        tell();
        return null;
    }

    /** Each fault once, and that it is over. */
    private void tell() {
        Optional<String> fault = keys.fault();
        if (!fault.equals(told)) {
            told = fault;
            fault.ifPresentOrElse(
                    text -> LOG.warnf("JWT_KEYS_FILE %s", text), () -> LOG.info("JWT_KEYS_FILE is in use again"));
        }
    }

    /** Not ready while access tokens can't be signed. A fault that does not matter yet is told, too. */
    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("Keys").status(keys.canSign());
        keys.fault().ifPresent(fault -> response.withData("fault", "JWT_KEYS_FILE " + fault));
        return response.build();
    }
}
