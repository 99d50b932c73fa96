package dev.latchkey.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.Parallel;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Attempts that count at once, and what is given back. */
@QuarkusTest
class ThrottleTest extends ThrottleOnRedis {

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
                List<Attempt> attempts = useUp();
                assertThrottled();
                assertThrottled();
                attempts.forEach(Attempt::giveBack);
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
                throttle.count(WHAT, subject).giveBack();
                throttle.begin(WHAT, subject).count();
            }
            assertLeavesNothing();
        }
    }

    @Nested
    class GiveBack {

        @Test
        void makesRoomForOneMore() {
            useUp().get(0).giveBack();
            throttle.count(WHAT, subject);
            assertThrottled();
        }

        /** The window may have ended while the attempt was made. */
        @Test
        void neverBeginsACountThatHasNoEnd() {
            Attempt attempt = throttle.count(WHAT, subject);
            redis.key().del(key());
            attempt.giveBack();
            assertLeavesNothing();
        }

        /** Else an attacker fills Redis with counts of nothing. */
        @Test
        void leavesNothingOfACountThatIsBackAtZero() {
            useUp().forEach(Attempt::giveBack);
            assertLeavesNothing();
        }

        @Test
        void neverMakesRoomForMoreThanTheLimit() {
            Attempt attempt = throttle.count(WHAT, subject);
            attempt.giveBack();
            attempt.giveBack();
            useUp();
            assertThrottled();
        }
    }
}
