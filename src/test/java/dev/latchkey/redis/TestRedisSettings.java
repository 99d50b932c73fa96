package dev.latchkey.redis;

import dev.latchkey.settings.RedisType;
import dev.latchkey.settings.Settings;
import java.time.Duration;

/** Settings of Redis for tests that make its parts themselves. */
public record TestRedisSettings(
        String host,
        RedisType clientType,
        Duration timeout,
        boolean policyCheck,
        String minVersion,
        Duration watchInterval)
        implements Settings.Redis {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    /** Zero for never. */
    public static TestRedisSettings watchedEach(Duration interval) {
        return new TestRedisSettings("", RedisType.STANDALONE, PATIENT, true, "7.0", interval);
    }

    /** For a client of this type that asks for a version and, if it is to, for the policy. */
    static TestRedisSettings checked(String clientType, String oldest, boolean checksPolicy) {
        return new TestRedisSettings("", RedisType.parse(clientType), PATIENT, checksPolicy, oldest, Duration.ZERO);
    }
}
