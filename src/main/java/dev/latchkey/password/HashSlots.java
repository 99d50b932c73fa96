package dev.latchkey.password;

import dev.latchkey.error.AuthException;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.observe.Gauges;
import dev.latchkey.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a bounded number of password hashes and estimates run at once, in the order they came. What waits too long is
 * refused. Only as many are under way as there are cores, or are set: more would finish no sooner, and starve all other
 * requests.
 */
@Singleton
public final class HashSlots {
    /** Also less than the worker threads are, with those that run: see {@link Settings#MOST_HASHES_AT_ONCE}. */
    private static final int MAX_WAITING = 128;

    private static final Duration MAX_WAIT = Duration.ofSeconds(3);

    private final int atOnce;
    private final Semaphore free;
    private final int maxWaiting;
    private final Duration maxWait;
    private final Runnable onRefusal;

    @Inject
    public HashSlots(Settings.Password config, AuthEvents events, Gauges gauges) {
        this(
                Math.min(
                        Settings.MOST_HASHES_AT_ONCE,
                        config.hashesAtOnce().orElse(Runtime.getRuntime().availableProcessors())),
                MAX_WAITING,
                MAX_WAIT,
                events::hashRefused);
        gauges.watchHashes(this::running, this::waiting);
    }

    /** @param onRefusal told of each hash or estimate that is refused */
    HashSlots(int atOnce, int maxWaiting, Duration maxWait, Runnable onRefusal) {
        this.atOnce = atOnce;
        this.free = new Semaphore(atOnce, true);
        this.maxWaiting = maxWaiting;
        this.maxWait = maxWait;
        this.onRefusal = onRefusal;
    }

    /** Does the work once a slot is free; {@code unavailable} if too many wait already, or none is free in time. */
    <T> T use(Supplier<T> work) {
        if (!acquire()) {
            onRefusal.run();
            throw AuthException.unavailable(new RejectedExecutionException("too many password hashes are under way"));
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }

    /** Parallel calls may overshoot the bound by a few. */
    private boolean acquire() {
        try {
            return waiting() < maxWaiting && free.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    int running() {
        return atOnce - free.availablePermits();
    }

    int waiting() {
        return free.getQueueLength();
    }
}
