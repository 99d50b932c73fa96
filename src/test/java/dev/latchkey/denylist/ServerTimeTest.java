package dev.latchkey.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.BulkType;
import io.vertx.redis.client.impl.types.MultiType;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ServerTimeTest {
    private static final long START = 1_800_000_000;

    @Nested
    class Jump {
        private final ServerTime before = at(START, 0, 0);

        @Test
        void isMoreThanTimeHasGoneBy() {
            assertFalse(at(START + 3600, 3600, 3600).hasJumpedSince(before));
            assertFalse(at(START + 3605, 3600, 3600).hasJumpedSince(before));
            assertTrue(at(START + 3606, 3600, 3600).hasJumpedSince(before));
        }

        @Test
        void isNoneBackwards() {
            assertFalse(at(START - 60, 0, 0).hasJumpedSince(before));
        }

        /** The server may have said it at any time between. */
        @Test
        void isNoneThatASlowAnswerMayExplain() {
            assertFalse(at(START + 8, 8, 8).hasJumpedSince(at(START, 0, 4)));
            assertFalse(at(START + 8, 2, 8).hasJumpedSince(before));
            assertTrue(at(START + 14, 2, 8).hasJumpedSince(before));
        }

        @Test
        void isToldFromWhenItWasTheLeastAhead() {
            ServerTime back = at(START - 10, 0, 0);
            ServerTime least = before.leastAhead(back);
            assertEquals(least, back.leastAhead(before));
            assertTrue(at(START, 0, 0).hasJumpedSince(least));
        }
    }

    @Nested
    class Offset {

        @Test
        void isOurClocksLead() {
            assertEquals(Duration.ofSeconds(12), at(START, 0, 0).offsetOf(Instant.ofEpochSecond(START + 12)));
            assertEquals(Duration.ofSeconds(-12), at(START, 0, 0).offsetOf(Instant.ofEpochSecond(START - 12)));
        }

        /** Asked 4 seconds before the answer came. */
        @Test
        void isTheLeastThatTheTimeOfTheAnswerAllowsFor() {
            ServerTime slow = at(START, 0, 4);
            assertEquals(Duration.ZERO, slow.offsetOf(Instant.ofEpochSecond(START + 4)));
            assertEquals(Duration.ZERO, slow.offsetOf(Instant.ofEpochSecond(START)));
            assertEquals(Duration.ofSeconds(8), slow.offsetOf(Instant.ofEpochSecond(START + 12)));
            assertEquals(Duration.ofSeconds(-8), slow.offsetOf(Instant.ofEpochSecond(START - 8)));
        }
    }

    /** All in seconds. */
    private static ServerTime at(long server, long asked, long answered) {
        MultiType time = MultiType.create(2, false);
        time.add(text(server));
        time.add(text(0));
        return ServerTime.parse(time, TimeUnit.SECONDS.toNanos(asked), TimeUnit.SECONDS.toNanos(answered));
    }

    private static Response text(long number) {
        return BulkType.create(Buffer.buffer(Long.toString(number)), false);
    }
}
