package dev.latchkey.throttle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.Parallel;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.observe.TestAudit;
import dev.latchkey.redis.RedisCommands;
import dev.latchkey.settings.Limit;
import dev.latchkey.settings.Settings;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

    @Inject
    RedisCommands commands;

    private final String subject = UUID.randomUUID().toString();
    private final Turns turns = new Turns(Duration.ofSeconds(10));
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
    class Begin {

        @Test
        void takesAPlaceUntilTheAttemptEnds() {
            List<Attempt> underWay = begin(ATTEMPTS);
            assertBusy();
            underWay.get(0).close();
            throttle.begin(WHAT, subject);
            assertBusy();
        }

        @Test
        void waitsForAttemptsUnderWay() throws Exception {
            List<Attempt> underWay = begin(ATTEMPTS);
            Callable<Attempt> begins = () -> throttle.begin(WHAT, subject);
            Callable<Attempt> ends = () -> {
                await().until(() -> turns.waiting() > 0);
                underWay.get(0).close();
                return underWay.get(0);
            };
            Parallel.race(List.of(begins, ends));
            assertBusy();
        }

        /** Many tabs, or a script that signs in: right passwords, and more of them at once than there are guesses. */
        @Test
        void letsAllThroughOfWhichNoneCounts() throws Exception {
            Parallel.race(64, () -> {
                try (Attempt attempt = throttle.begin(WHAT, subject)) {
                    return attempt;
                }
            });
            assertLeavesNothing();
        }

        @Test
        void letsNoMoreThroughInParallelThanCount() throws Exception {
            long passed = Parallel.race(200, this::guess).stream()
                    .filter(Boolean::booleanValue)
                    .count();
            assertEquals(ATTEMPTS, passed);
            assertThrottled();
        }

        private boolean guess() {
            try {
                throttle.begin(WHAT, subject).count();
                return true;
            } catch (AuthException e) {
                return false;
            }
        }

        @Test
        void isNotWaitedForIfTheLimitIsUsedUp() {
            useUp();
            long start = System.nanoTime();
            AuthException refusal = assertThrows(AuthException.class, () -> throttle.begin(WHAT, subject));
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(2).toNanos());
            assertEquals(AuthError.TOO_MANY_REQUESTS, refusal.error());
        }

        /** A replica that was killed can't give back what it had under way. */
        @Test
        void losesItsPlaceIfItsReplicaIsGone() {
            begin(ATTEMPTS);
            List<String> names = redis.hash(String.class).hkeys(key());
            assertEquals(ATTEMPTS, names.size());
            names.forEach(name -> redis.hash(String.class).hset(key(), name, "1"));
            begin(ATTEMPTS);
            assertBusy();
        }

        @Test
        void alwaysEnds() {
            throttle.begin(WHAT, subject);
            long ttl = redis.key().pttl(key());
            assertTrue(ttl > 0 && ttl <= 30_000, () -> "ends in " + ttl);
        }

        @Test
        void leavesNothingIfItDoesNotCount() {
            begin(ATTEMPTS).forEach(Attempt::close);
            assertLeavesNothing();
        }

        @Test
        void countsFromTheOutcomeOn() {
            begin(ATTEMPTS).forEach(Attempt::count);
            assertThrottled();
            long ttl = redis.key().pttl(key());
            assertTrue(ttl > WINDOW_MILLIS - 60_000 && ttl <= WINDOW_MILLIS, () -> "ends in " + ttl);
        }

        @Test
        void countsOnce() {
            Attempt attempt = throttle.begin(WHAT, subject);
            attempt.count();
            attempt.count();
            attempt.close();
            for (int i = 1; i < ATTEMPTS; i++) {
                throttle.count(WHAT, subject);
            }
            assertThrottled();
        }

        /** A window that ends takes no place from an attempt that is still under way. */
        @Test
        void keepsItsPlaceWhenTheWindowEnds() {
            throttle.count(WHAT, subject);
            begin(ATTEMPTS - 1);
            redis.hash(String.class).hset(key(), "ends", "1");
            throttle.begin(WHAT, subject);
            assertBusy();
        }

        /** Else a guess would be told that nobody counted. */
        @Test
        void isUnavailableIfItsOutcomeCannotBeCounted() {
            Redis client = redis.getReactive().getRedis().getDelegate();
            RedisCommands impatient = new RedisCommands(client, Duration.ofMillis(200));
            Attempt attempt = throttle(impatient, true, turns).begin(WHAT, subject);
            redis.execute("CLIENT", "PAUSE", "10000", "WRITE");
            try {
                AuthException refusal = assertThrows(AuthException.class, attempt::count);
                assertEquals(AuthError.UNAVAILABLE, refusal.error());
            } finally {
                redis.execute("CLIENT", "UNPAUSE");
            }
        }

        @Test
        void countsWhileRedisIsFull() {
            List<Attempt> underWay = begin(ATTEMPTS);
            redis.execute("CONFIG", "SET", "maxmemory", "1");
            try {
                underWay.forEach(Attempt::count);
            } finally {
                redis.execute("CONFIG", "SET", "maxmemory", "0");
            }
            assertThrottled();
        }

        @Test
        void isUnavailableWhileRedisIsFull() {
            redis.execute("CONFIG", "SET", "maxmemory", "1");
            try {
                AuthException refusal = assertThrows(AuthException.class, () -> throttle.begin(WHAT, subject));
                assertEquals(AuthError.UNAVAILABLE, refusal.error());
            } finally {
                redis.execute("CONFIG", "SET", "maxmemory", "0");
            }
        }

        private List<Attempt> begin(int attempts) {
            return Stream.generate(() -> throttle.begin(WHAT, subject))
                    .limit(attempts)
                    .toList();
        }

        private void assertBusy() {
            throttle = throttle(true, new Turns(Duration.ofMillis(100)));
            AuthException refusal = assertThrows(AuthException.class, () -> throttle.begin(WHAT, subject));
            assertEquals(AuthError.TOO_MANY_REQUESTS, refusal.error());
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

    private List<Attempt> useUp() {
        return Stream.generate(() -> throttle.count(WHAT, subject))
                .limit(ATTEMPTS)
                .toList();
    }

    private void assertLeavesNothing() {
        assertEquals(0, redis.key().exists(new String[] {key()}));
    }

    private void assertThrottled() {
        AuthException refusal = assertThrows(AuthException.class, () -> throttle.count(WHAT, subject));
        assertEquals(AuthError.TOO_MANY_REQUESTS, refusal.error());
    }

    private String key() {
        return "throttle:login_per_account:" + subject;
    }

    private Throttle throttle(boolean enabled) {
        return throttle(enabled, turns);
    }

    private Throttle throttle(boolean enabled, Turns turns) {
        return throttle(commands, enabled, turns);
    }

    private static Throttle throttle(RedisCommands redis, boolean enabled, Turns turns) {
        return new Throttle(
                redis, new TestThrottleConfig(enabled), TestAudit.newEvents(), TestAudit.newMetrics(), turns);
    }

    private record TestThrottleConfig(boolean enabled) implements Settings.Throttle {
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
    }
}
