package dev.latchkey.stores;

import io.quarkus.redis.client.RedisHostsProvider;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads {@code REDIS_HOST}: a URL, {@code host} or {@code host:port}; several, with commas, for Sentinel or a cluster.
 */
@Singleton
@Identifier(RedisAddress.PROVIDER)
public final class RedisAddress implements RedisHostsProvider {
    /** What {@code quarkus.redis.hosts-provider-name} calls this bean. */
    public static final String PROVIDER = "redis-host";

    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    private final String setting;

    public RedisAddress(@ConfigProperty(name = "latchkey.redis-host") String setting) {
        this.setting = setting;
    }

    @Override
    public Set<URI> getHosts() {
        return parse(setting);
    }

    /** Reads the setting; {@link IllegalArgumentException} if there is anything in it that is no address. */
    public static Set<URI> parse(String setting) {
        return Arrays.stream(setting.split(",")).map(RedisAddress::parseOne).collect(Collectors.toSet());
    }

    private static URI parseOne(String address) {
        String stripped = address.strip();
        URI uri = URI.create(stripped.contains("://") ? stripped : "redis://" + stripped);
        if (!SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("not the address of a Redis");
        }
        return uri;
    }
}
