package dev.latchkey.denylist;

import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What Redis says the time is, held against a clock of ours that nobody can set: a jump ahead takes entries before they
 * are over. How far it is ahead of ours is known to within the time that the answer took.
 *
 * @param aheadAtLeast in nanoseconds, of {@link System#nanoTime}
 * @param aheadAtMost  the same
 */
record ServerTime(Instant time, long aheadAtLeast, long aheadAtMost) {
    /** Of a longer jump entries would be gone too early, see {@link DenyList#MARGIN}. */
    static final Duration MAX_JUMP = Duration.ofSeconds(5);

    /**
     * Reads the answer to TIME.
     *
     * @param asked    when, by {@link System#nanoTime}
     * @param answered the same
     */
    static ServerTime parse(Response time, long asked, long answered) {
        long nanos = TimeUnit.SECONDS.toNanos(time.get(0).toLong())
                + TimeUnit.MICROSECONDS.toNanos(time.get(1).toLong());
        return new ServerTime(Instant.ofEpochSecond(0, nanos), nanos - answered, nanos - asked);
    }

    /** Whether it has gone further since then than time has, and by more than is allowed for. */
    boolean hasJumpedSince(ServerTime earlier) {
        return aheadAtLeast - earlier.aheadAtMost > MAX_JUMP.toNanos();
    }

    /** The one of two by which the clock was less ahead: entries that were made then are the first to be gone. */
    ServerTime leastAhead(ServerTime other) {
        return aheadAtMost <= other.aheadAtMost ? this : other;
    }

    /**
     * How far a clock is ahead of it, negative if behind: the least that the time which the answer took allows for.
     *
     * @param now what that clock said when the answer had come
     */
    Duration offsetOf(Instant now) {
        Duration most = Duration.between(time, now);
        Duration least = most.minusNanos(aheadAtMost - aheadAtLeast);
        if (least.isNegative() && !most.isNegative()) {
            return Duration.ZERO;
        }
        return most.isNegative() ? most : least;
    }
}
