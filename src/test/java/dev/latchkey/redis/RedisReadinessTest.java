package dev.latchkey.redis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RedisReadinessTest {
    private static final String EMBEDDED = "6.2";

    @Inject
    RedisDataSource redis;

    @Inject
    RedisCommands commands;

    @Inject
    @Identifier(RedisAddress.PROVIDER)
    RedisAddress address;

    @AfterEach
    void asItWas() {
        redis.execute("ACL", "SETUSER", "default", "+@all");
        redis.execute("REPLICAOF", "NO", "ONE");
        config("maxmemory-policy", "noeviction");
        config("maxmemory", "0");
        config("min-replicas-to-write", "0");
    }

    @Test
    void isUpWhereRedisTakesWrites() {
        assertEquals(Status.UP, check("standalone", EMBEDDED, true).getStatus());
    }

    @Test
    void isDownWhereRedisMayEvict() {
        config("maxmemory-policy", "allkeys-lru");
        assertFault("maxmemory-policy is allkeys-lru", check("standalone", EMBEDDED, true));
    }

    @Test
    void isUpWhereThePolicyIsTheOperatorsToCheck() {
        config("maxmemory-policy", "allkeys-lru");
        assertEquals(Status.UP, check("standalone", EMBEDDED, false).getStatus());
    }

    @Test
    void isDownWhereRedisIsFull() {
        config("maxmemory", "1");
        assertFault("takes no writes: OOM", check("standalone", EMBEDDED, true));
    }

    @Test
    void isDownWhereRedisIsAReplica() {
        redis.execute("REPLICAOF", "127.0.0.1", "1");
        assertFault("takes no writes: READONLY", check("standalone", EMBEDDED, true));
    }

    @Test
    void isDownWhereReplicasAreMissing() {
        config("min-replicas-to-write", "1");
        assertFault("takes no writes: NOREPLICAS", check("standalone", EMBEDDED, true));
    }

    /** Both of them: checks of the deny-list are by EVALSHA, rate limits by EVAL. */
    @ParameterizedTest
    @ValueSource(strings = {"eval", "evalsha"})
    void isDownWhereTheUserMayRunNoScripts(String command) {
        redis.execute("ACL", "SETUSER", "default", "-" + command);
        assertFault("runs no scripts: NOPERM", check("standalone", EMBEDDED, true));
    }

    @Test
    void isDownWhereRedisIsTooOld() {
        assertFault("is version 6.2: a loss would not be noticed; use 7.0 or newer", check("standalone", "7.0", true));
    }

    @Test
    void isDownWhereTheClientIsForACluster() {
        assertEquals(Status.DOWN, check("cluster", EMBEDDED, true).getStatus());
    }

    private HealthCheckResponse check(String clientType, String oldest, boolean checksPolicy) {
        return new RedisReadiness(commands, TestRedisSettings.checked(clientType, oldest, checksPolicy), address)
                .call();
    }

    private static void assertFault(String fault, HealthCheckResponse check) {
        assertEquals(Status.DOWN, check.getStatus());
        assertThat(check.getData().orElseThrow().get("fault").toString(), containsString(fault));
    }

    private void config(String name, String value) {
        redis.execute("CONFIG", "SET", name, value);
    }
}
