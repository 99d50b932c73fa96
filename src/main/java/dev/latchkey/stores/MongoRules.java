package dev.latchkey.stores;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import io.quarkus.mongodb.runtime.MongoClientCustomizer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What the promises demand of each operation, whatever {@code DATABASE_URL} says: that it is bounded as a whole (finding
 * a server, waiting for a connection, and the answer), and that it reads from the primary. A secondary that lags would
 * have a fresh refresh token taken for an old one.
 */
@Singleton
public final class MongoRules implements MongoClientCustomizer {
    private final Duration timeout;
    private final StoreTrust trust;
    private final MongoTlsWatch tlsWatch;

    public MongoRules(
            @ConfigProperty(name = "latchkey.mongodb-timeout") Duration timeout,
            StoreTrust trust,
            MongoTlsWatch tlsWatch) {
        this.timeout = timeout;
        this.trust = trust;
        this.tlsWatch = tlsWatch;
    }

    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder builder) {
        return builder.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .readPreference(ReadPreference.primary())
                .applyToSslSettings(trust::configure)
                .applyToServerSettings(server -> server.addServerListener(tlsWatch));
    }
}
