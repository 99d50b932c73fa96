package dev.latchkey.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import dev.latchkey.settings.MongoAddress;
import dev.latchkey.settings.Settings;
import dev.latchkey.tls.StoreTrust;
import io.quarkus.mongodb.runtime.MongoClientCustomizer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What the promises demand of each operation, whatever {@code DATABASE_URL} says: that it is bounded as a whole (finding
 * a server, waiting for a connection, and the answer), and that it reads from the primary. A secondary that lags would
 * have a fresh refresh token taken for an old one.
 */
@Singleton
public final class MongoRules implements MongoClientCustomizer {
    private final String address;
    private final Duration timeout;
    private final StoreTrust trust;
    private final MongoTlsWatch tlsWatch;

    public MongoRules(Settings.Mongo settings, StoreTrust trust, MongoTlsWatch tlsWatch) {
        this.address = settings.address();
        this.timeout = settings.timeout();
        this.trust = trust;
        this.tlsWatch = tlsWatch;
    }

    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder builder) {
        MongoClientSettings.Builder settings = MongoAddress.asksDns(address) ? byDns(builder.build()) : builder;
        return settings.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .readPreference(ReadPreference.primary())
                .applyToSslSettings(trust::configure)
                .applyToServerSettings(server -> server.addServerListener(tlsWatch));
    }

    /** With the servers and options that DNS has; Quarkus was given an address without them. */
    private MongoClientSettings.Builder byDns(MongoClientSettings withoutDns) {
        return MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(address, new TolerantDns()))
                .codecRegistry(withoutDns.getCodecRegistry())
                .commandListenerList(withoutDns.getCommandListeners())
                .uuidRepresentation(withoutDns.getUuidRepresentation())
                .writeConcern(withoutDns.getWriteConcern())
                .retryWrites(withoutDns.getRetryWrites());
    }
}
