package dev.latchkey.throttle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.Parallel;
import dev.latchkey.audit.TestAudit;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ThrottleTest {
    private static final Limited WHAT = Limited.LOGIN_PER_ACCOUNT;
    private static final int ATTEMPTS = 10;
    private static final long WINDOW_MILLIS = 900_000;

    @Inject
    RedisDataSource redis;

    private final String subject = UUID.randomUUID().toString();
    private Throttle throttle;

    @BeforeEach
    void newThrottle() {
        throttle = throttle(true);
    }

    @Nested
    class Count {

        @Test
        void letsAsManyThroughAsTheLimitSays() {
            useUp();
            assertThrottled();
        }

        @Test
        void isSharedByReplicas() {
            useUp();
            throttle = throttle(true);
            assertThrottled();
        }

        @Test
        void letsNoMoreThroughInParallel() throws Exception {
            long passed = Parallel.race(200, this::passes).stream()
                    .filter(Boolean::booleanValue)
                    .count();
            assertEquals(ATTEMPTS, passed);
        }

        private boolean passes() {
            try {
                throttle.count(WHAT, subject);
                return true;
            } catch (AuthException e) {
                return false;
            }
        }

        @Test
        void concernsNoOtherSubjectAndNothingElse() {
            useUp();
            throttle.count(WHAT, subject + "x");
            throttle.count(Limited.LOGIN_PER_ADDRESS, subject);
        }

        @Test
        void beginsAgainAfterTheWindow() {
            useUp();
            redis.key().pexpire(key(), Duration.ofMillis(1));
            while (redis.key().exists(key())) {
                Thread.onSpinWait();
            }
            throttle.count(WHAT, subject);
        }

        /** Else whoever goes on guessing would lock an account for good. */
        @Test
        void doesNotProlongTheWindow() {
            useUp();
            redis.key().pexpire(key(), Duration.ofMinutes(1));
            assertThrottled();
            assertTrue(redis.key().pttl(key()) <= Duration.ofMinutes(1).toMillis());
        }

        @Test
        void alwaysEnds() {
            throttle.count(WHAT, subject);
            long ttl = redis.key().pttl(key());
            assertTrue(ttl > 0 && ttl <= WINDOW_MILLIS, () -> "ends in " + ttl);
        }

        /** Else a wave of logins with the right password would lock their user out. */
        @Test
        void isNotUsedUpByAttemptsThatWereRefused() {
            for (int wave = 0; wave <= ATTEMPTS; wave++) {
                useUp();
                assertThrottled();
                assertThrottled();
                for (int i = 0; i < ATTEMPTS; i++) {
                    throttle.giveBack(WHAT, subject);
                }
            }
            throttle.count(WHAT, subject);
        }

        /** Guesses that can't be counted are not let through. */
        @Test
        void isUnavailableWhileRedisTakesNoWrites() {
            redis.execute("CONFIG", "SET", "maxmemory", "1");
            try {
                AuthException refusal = assertThrows(AuthException.class, () -> throttle.count(WHAT, subject));
                assertEquals(AuthError.UNAVAILABLE, refusal.error());
            } finally {
                redis.execute("CONFIG", "SET", "maxmemory", "0");
            }
        }

        @Test
        void isNotKeptWithoutTheThrottle() {
            throttle = throttle(false);
            for (int i = 0; i <= ATTEMPTS; i++) {
                throttle.count(WHAT, subject);
                throttle.giveBack(WHAT, subject);
            }
            assertEquals(0, redis.key().exists(new String[] {key()}));
        }
    }

    @Nested
    class GiveBack {

        @Test
        void makesRoomForOneMore() {
            useUp();
            throttle.giveBack(WHAT, subject);
            throttle.count(WHAT, subject);
            assertThrottled();
        }

        /** The window may have ended while the attempt was made. */
        @Test
        void neverBeginsACountThatHasNoEnd() {
            throttle.giveBack(WHAT, subject);
            assertEquals(0, redis.key().exists(new String[] {key()}));
        }

        @Test
        void neverMakesRoomForMoreThanTheLimit() {
            throttle.count(WHAT, subject);
            throttle.giveBack(WHAT, subject);
            throttle.giveBack(WHAT, subject);
            useUp();
            assertThrottled();
        }
    }

    private void useUp() {
        for (int i = 0; i < ATTEMPTS; i++) {
            assertDoesNotThrow(() -> throttle.count(WHAT, subject));
        }
    }

    private void assertThrottled() {
        AuthException refusal = assertThrows(AuthException.class, () -> throttle.count(WHAT, subject));
        assertEquals(AuthError.TOO_MANY_REQUESTS, refusal.error());
    }

    private String key() {
        return "throttle:login_per_account:" + subject;
    }

    private Throttle throttle(boolean enabled) {
        return new Throttle(
                redis,
                new TestThrottleConfig(enabled),
                Duration.ofSeconds(10),
                TestAudit.newEvents(),
                TestAudit.newMetrics());
    }

    private record TestThrottleConfig(boolean enabled) implements ThrottleConfig {
        @Override
        public String loginPerAddress() {
            return "100/15m";
        }

        @Override
        public String loginPerAccount() {
            return ATTEMPTS + "/15m";
        }

        @Override
        public String registerPerAddress() {
            return "60/1h";
        }

        @Override
        public String refreshPerAddress() {
            return "600/1m";
        }
    }
}
