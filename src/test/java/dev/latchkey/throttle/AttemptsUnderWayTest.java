package dev.latchkey.throttle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.Parallel;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.redis.RedisCommands;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Attempts whose outcome says whether they count. */
@QuarkusTest
class AttemptsUnderWayTest extends ThrottleOnRedis {

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
            Attempt attempt = throttle(impatient, true, PATIENCE).begin(WHAT, subject);
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
            throttle = throttle(commands, true, Duration.ofMillis(100));
            AuthException refusal = assertThrows(AuthException.class, () -> throttle.begin(WHAT, subject));
            assertEquals(AuthError.TOO_MANY_REQUESTS, refusal.error());
        }
    }
}
