package dev.latchkey.redis;

import dev.latchkey.settings.RedisAddresses;
import dev.latchkey.settings.Settings;
import io.quarkus.redis.client.RedisHostsProvider;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;

/** Tells the client of Redis where it is: at {@code REDIS_HOST}. */
@Singleton
@Identifier(RedisAddress.PROVIDER)
public final class RedisAddress implements RedisHostsProvider {
    /** What {@code quarkus.redis.hosts-provider-name} calls this bean. */
    public static final String PROVIDER = "redis-host";

    private final Set<URI> addresses;

    public RedisAddress(Settings.Redis settings) {
        this.addresses = RedisAddresses.parse(settings.host());
    }

    @Override
    public Set<URI> getHosts() {
        return addresses;
    }

    boolean usesTls() {
        return addresses.stream().anyMatch(address -> address.getScheme().equals("rediss"));
    }
}
