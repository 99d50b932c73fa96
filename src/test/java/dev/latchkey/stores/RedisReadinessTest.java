package dev.latchkey.stores;

import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RedisReadinessTest {

    @Inject
    RedisDataSource redis;

    @Inject
    @Identifier(RedisAddress.PROVIDER)
    RedisAddress address;

    @BeforeEach
    void redisMayEvict() {
        redis.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    }

    @AfterEach
    void redisMayNotEvict() {
        redis.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
    }

    @Test
    void isDownWhereRedisMayEvict() {
        assertEquals(DOWN, status(true));
    }

    @Test
    void isUpWhereThePolicyIsTheOperatorsToCheck() {
        assertEquals(UP, status(false));
    }

    private Status status(boolean checksPolicy) {
        return new RedisReadiness(redis, Duration.ofSeconds(5), checksPolicy, address)
                .call()
                .getStatus();
    }
}
