package dev.latchkey;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.RedisCluster;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import redis.embedded.RedisServer;

/**
 * A real Redis and a server of MongoDB's protocol, on ports of their own, for all tests of a run; and the settings with
 * which the service finds them, in a test as in the packaged artefact. With {@code -Dlatchkey.test.redis=cluster} the
 * Redis is a cluster: so {@code -Pcluster} runs the contract tests once more.
 */
public final class TestStores implements QuarkusTestResourceLifecycleManager {
    private static final boolean ON_A_CLUSTER = "cluster".equals(System.getProperty("latchkey.test.redis"));

    private MongoServer mongo;
    private RedisServer redis;
    private RedisCluster cluster;

    @Override
    public Map<String, String> start() {
        mongo = new MongoServer(new MemoryBackend());
        Map<String, String> settings = new HashMap<>();
        settings.put("DATABASE_URL", mongo.bindAndGetConnectionString() + "/latchkey");
        settings.put("JWT_ACCESS_KEY", TestTokens.ACCESS_KEY);
        settings.put("JWT_REFRESH_KEY", TestTokens.REFRESH_KEY);
        settings.put("SERVICE_KEYS", TestServices.SETTING);
        settings.put("BCRYPT_COST", "4");
        settings.put("THROTTLE_ENABLED", "false");
        settings.put("SHUTDOWN_DELAY", "0s");
        settings.put("QUARKUS_MANAGEMENT_PORT", "0");
        settings.put("latchkey.start.waits-for-stores", "10s");
        // A machine that is busy with other builds must not look like a store that is down.
        settings.put("REDIS_TIMEOUT", "10s");
        settings.put("MONGODB_TIMEOUT", "10s");
        settings.putAll(ON_A_CLUSTER ? startCluster() : startRedis());
        return settings;
    }

    private Map<String, String> startCluster() {
        cluster = RedisCluster.start();
        return Map.of("REDIS_HOST", cluster.addresses(), "QUARKUS_REDIS_CLIENT_TYPE", "cluster");
    }

    private Map<String, String> startRedis() {
        try {
            int port = Ports.free();
            redis = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .build();
            redis.start();
            return Map.of("REDIS_HOST", "localhost:" + port, "latchkey.redis.min-version", "6.2");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        mongo.shutdownNow();
        try {
            if (cluster != null) {
                cluster.close();
            }
            if (redis != null) {
                redis.stop();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
