package dev.latchkey.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.observe.TestAudit;
import dev.latchkey.redis.RedisCommands;
import dev.latchkey.settings.Limit;
import dev.latchkey.settings.Settings;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** The throttle on a real Redis, with a subject of its own for each test. */
abstract class ThrottleOnRedis {
    static final Limited WHAT = Limited.LOGIN_PER_ACCOUNT;
    static final int ATTEMPTS = 10;
    static final long WINDOW_MILLIS = 900_000;
    static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    RedisDataSource redis;

    @Inject
    RedisCommands commands;

    final String subject = UUID.randomUUID().toString();
    final Turns turns = new Turns();
    Throttle throttle;

    @BeforeEach
    void newThrottle() {
        throttle = throttle(true);
    }

    List<Attempt> useUp() {
        return Stream.generate(() -> throttle.count(WHAT, subject))
                .limit(ATTEMPTS)
                .toList();
    }

    void assertLeavesNothing() {
        assertEquals(0, redis.key().exists(new String[] {key()}));
    }

    void assertThrottled() {
        AuthException refusal = assertThrows(AuthException.class, () -> throttle.count(WHAT, subject));
        assertEquals(AuthError.TOO_MANY_REQUESTS, refusal.error());
    }

    String key() {
        return "throttle:login_per_account:" + subject;
    }

    Throttle throttle(boolean enabled) {
        return throttle(commands, enabled, PATIENCE);
    }

    Throttle throttle(RedisCommands redis, boolean enabled, Duration maxWait) {
        return new Throttle(redis, new TestThrottleConfig(enabled), TestAudit.newEvents(), turns, maxWait);
    }

    record TestThrottleConfig(boolean enabled) implements Settings.Throttle {
        @Override
        public Limit loginPerAddress() {
            return Limit.parse("100/15m");
        }

        @Override
        public Limit loginPerAccount() {
            return Limit.parse(ATTEMPTS + "/15m");
        }

        @Override
        public Limit sessionPerAddress() {
            return Limit.parse("1000/1h");
        }

        @Override
        public Limit sessionPerAccount() {
            return Limit.parse("100/1h");
        }

        @Override
        public Limit registerPerAddress() {
            return Limit.parse("60/1h");
        }

        @Override
        public Limit refreshPerAddress() {
            return Limit.parse("600/1m");
        }

        @Override
        public Limit mailPerAddress() {
            return Limit.parse("20/1h");
        }

        @Override
        public Limit mailPerRecipient() {
            return Limit.parse("5/1h");
        }

        @Override
        public Limit codePerAccount() {
            return Limit.parse("5/15m");
        }
    }
}
