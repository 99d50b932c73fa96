package dev.latchkey.tls;

import com.mongodb.connection.SslSettings;
import dev.latchkey.settings.Certificates;
import dev.latchkey.settings.Settings;
import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whose certificates MongoDB and Redis may show: those of the authorities in {@code STORES_CA_FILE} and no others, or
 * without it those that the Java runtime trusts.
 */
@Singleton
public final class StoreTrust implements RedisOptionsCustomizer {
    private final Optional<String> caFile;
    private final Duration redisTimeout;

    public StoreTrust(Settings.Tls tls, Settings.Redis redis) {
        this.caFile = tls.caFile();
        this.redisTimeout = redis.timeout();
    }

    /** The handshake ends before the question does, so that it is what is told of. */
    @Override
    public void customize(String clientName, RedisOptions options) {
        NetClientOptions net = options.getNetClientOptions();
        caFile.ifPresent(file -> net.setTrustOptions(new PemTrustOptions().addCertPath(file)));
        net.setSslHandshakeTimeout(redisTimeout.toMillis() * 4 / 5).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /** Has the driver of MongoDB trust them, too. */
    public void configure(SslSettings.Builder mongo) {
        caFile.ifPresent(file -> mongo.context(trusting(Certificates.read(file))));
    }

    private static SSLContext trusting(Collection<? extends Certificate> authorities) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate authority : authorities) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has TLS", e);
        }
    }
}
