package dev.latchkey.mongo;

import com.mongodb.MongoException;
import dev.latchkey.error.AuthException;
import dev.latchkey.observe.Gauges;
import dev.latchkey.observe.StoreLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells whether MongoDB answers, and is up in any case: all replicas share it, so that taking one out of service for it
 * would take out all, with {@code /verify} and whatever else needs no MongoDB. A replica that has not prepared the
 * stores since its start is not ready by that.
 */
@Singleton
@Readiness
public final class MongoReadiness implements HealthCheck {
    private static final int EVERY_SECONDS = 1;

    private final StoreLog log = new StoreLog("MongoDB");
    private final Database database;
    private final MongoTlsWatch tlsWatch;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private volatile Optional<String> fault = Optional.of("was not asked yet");

    public MongoReadiness(Database database, MongoTlsWatch tlsWatch, Gauges gauges) {
        this.database = database;
        this.tlsWatch = tlsWatch;
        gauges.watchStore("mongodb", () -> fault.isEmpty());
    }

    void start(@Observes StartupEvent start) {
        worker.scheduleWithFixedDelay(this::ask, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stop) {
        worker.shutdownNow();
    }

    private void ask() {
        try {
            database.database().runCommand(new Document("ping", 1));
            fault = Optional.empty();
        } catch (AuthException e) {
            fault = tlsWatch.fault().or(() -> Optional.of("was not reached since the start"));
        } catch (MongoException e) {
            fault = tlsWatch.fault().or(() -> Optional.of(e.getClass().getSimpleName()));
        }
        if (!worker.isShutdown()) {
            fault.ifPresentOrElse(log::fails, log::answers);
        }
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("MongoDB").up().withData("answers", fault.isEmpty());
        fault.ifPresent(what -> response.withData("fault", what));
        return response.build();
    }
}
