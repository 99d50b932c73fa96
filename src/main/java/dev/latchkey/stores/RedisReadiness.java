package dev.latchkey.stores;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.smallrye.common.annotation.Identifier;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while Redis answers and never evicts. Every entry of the deny-list has a TTL, so under any policy but
 * {@code noeviction} a full Redis drops revocations without a word.
 */
@Singleton
@Readiness
public final class RedisReadiness implements HealthCheck {
    private static final String SAFE_POLICY = "noeviction";

    private final ReactiveRedisDataSource redis;
    private final Duration timeout;
    private final boolean checksPolicy;
    private final RedisAddress address;

    /** @param checksPolicy {@code REDIS_POLICY_CHECK}: false for a managed Redis that hides its configuration */
    public RedisReadiness(
            RedisDataSource redis,
            @ConfigProperty(name = "quarkus.redis.timeout") Duration timeout,
            @ConfigProperty(name = "latchkey.redis-policy-check") boolean checksPolicy,
            @Identifier(RedisAddress.PROVIDER) RedisAddress address) {
        this.redis = redis.getReactive();
        this.timeout = timeout;
        this.checksPolicy = checksPolicy;
        this.address = address;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("Redis");
        try {
            execute("PING");
        } catch (RuntimeException e) {
            String fault = TlsFault.of(e).orElse(address.usesTls() ? "does not answer in TLS" : "does not answer");
            return response.down().withData("fault", fault).build();
        }
        String fault = checksPolicy ? faultOfPolicy() : null;
        return fault == null
                ? response.up().build()
                : response.down().withData("fault", fault).build();
    }

    private String faultOfPolicy() {
        try {
            Response policy = execute("CONFIG", "GET", "maxmemory-policy").get("maxmemory-policy");
            return SAFE_POLICY.equals(String.valueOf(policy))
                    ? null
                    : "maxmemory-policy is " + policy + ": set it to " + SAFE_POLICY;
        } catch (RuntimeException e) {
            return "hides its maxmemory-policy: make sure that it is " + SAFE_POLICY
                    + ", then set REDIS_POLICY_CHECK=false";
        }
    }

    private Response execute(String command, String... arguments) {
        return redis.execute(command, arguments).await().atMost(timeout);
    }
}
