package dev.latchkey.throttle;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where requests wait for others to end. Each holds a thread, so they are few of all requests together, and do so for a
 * short time only.
 */
@Singleton
public final class Turns {
    /** Others have most of the worker threads, see {@code quarkus.thread-pool.max-threads}. */
    private static final int MAX_WAITING = 64;

    private static final long PAUSE_MILLIS = 25;

    private final Semaphore places = new Semaphore(MAX_WAITING);

    /** Asks until it is answered; empty if that takes too long, or too many wait already. */
    public <T> Optional<T> await(Duration maxWait, Supplier<Optional<T>> question) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return askInTime(maxWait, question);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            places.release();
        }
    }

    private static <T> Optional<T> askInTime(Duration maxWait, Supplier<Optional<T>> question)
            throws InterruptedException {
        long end = System.nanoTime() + maxWait.toNanos();
        Optional<T> answer = Optional.empty();
        while (answer.isEmpty() && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            answer = question.get();
        }
        return answer;
    }

    int waiting() {
        return MAX_WAITING - places.availablePermits();
    }
}
