package dev.latchkey.password;

import dev.latchkey.error.AuthException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets a bounded number of password hashes run at once, in the order they came. What waits too long is refused. */
final class HashSlots {
    private final int atOnce;
    private final Semaphore free;
    private final int maxWaiting;
    private final Duration maxWait;
    private final Runnable onRefusal;

    /** @param onRefusal told of each hash that is refused */
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
