package dev.latchkey.redis;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;

/**
 * Gives the client of a Redis Cluster a connection for every command that can be under way. It takes one to each node for
 * each command. Where they run out, commands that have one node's wait for another's, which others have that wait for
 * theirs: for ever.
 */
@Singleton
public final class ClusterPool implements RedisOptionsCustomizer {
    /** How many checks of the deny-list may be under way; the others wait. */
    public static final int CHECKS = 300;

    /** Each of the 264 worker threads has up to three under way, at a logout; and some are for readiness. */
    private static final int OF_WORKERS = 900;

    @Override
    public void customize(String clientName, RedisOptions options) {
        if (options.getType() == RedisClientType.CLUSTER) {
            int connections = CHECKS + OF_WORKERS;
            options.setMaxPoolSize(connections);
            options.setMaxPoolWaiting(connections);
        }
    }
}
