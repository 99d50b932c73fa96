package dev.latchkey.stores;

import com.mongodb.MongoClientSettings;
import io.quarkus.mongodb.runtime.MongoClientCustomizer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Bounds each operation as a whole: finding a server, waiting for a connection, and the answer. */
@Singleton
public final class MongoTimeLimits implements MongoClientCustomizer {
    private final Duration timeout;

    public MongoTimeLimits(@ConfigProperty(name = "latchkey.mongodb-timeout") Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder builder) {
        return builder.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
