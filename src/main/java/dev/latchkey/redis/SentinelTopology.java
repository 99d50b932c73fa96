package dev.latchkey.redis;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;

/**
 * How long the client relies on what Sentinel said of the master: for that long, after a failover, one replica of the
 * service may still ask the former master while another writes to the new one.
 */
@Singleton
public final class SentinelTopology implements RedisOptionsCustomizer {
    private static final int MILLIS = 100;

    @Override
    public void customize(String clientName, RedisOptions options) {
        if (options.getType() == RedisClientType.SENTINEL) {
            options.setTopologyCacheTTL(MILLIS);
        }
    }
}
