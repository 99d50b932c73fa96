package dev.latchkey.password;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashSlotsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger refused = new AtomicInteger();

    @AfterEach
    void end() {
        done.countDown();
        clients.shutdownNow();
    }

    @Test
    void letAsManyRunAtOnceAsThereAreAndNoMore() throws Exception {
        HashSlots slots = new HashSlots(2, 100, LONG, refused::incrementAndGet);
        Future<String> first = occupy(slots);
        Future<String> second = occupy(slots);
        Future<String> third = clients.submit(() -> slots.use(() -> "third"));
        await().until(() -> slots.waiting() == 1);
        assertFalse(third.isDone());
        done.countDown();
        assertEquals("first", first.get());
        assertEquals("first", second.get());
        assertEquals("third", third.get());
    }

    @Test
    void refuseAtOnceWhatFindsTheQueueFull() throws Exception {
        HashSlots slots = new HashSlots(1, 1, LONG, refused::incrementAndGet);
        Future<String> running = occupy(slots);
        Future<String> queued = clients.submit(() -> slots.use(() -> "second"));
        await().until(() -> slots.waiting() == 1);
        assertRefuses(slots);
        done.countDown();
        assertEquals("first", running.get());
        assertEquals("second", queued.get());
    }

    @Test
    void refuseWhatHasWaitedTooLong() throws Exception {
        HashSlots slots = new HashSlots(1, 1, Duration.ofMillis(1), refused::incrementAndGet);
        occupy(slots);
        assertRefuses(slots);
    }

    @Test
    void areFreeAgainAfterWorkThatFailed() {
        HashSlots slots = new HashSlots(1, 1, Duration.ZERO, refused::incrementAndGet);
        assertThrows(
                IllegalStateException.class,
                () -> slots.use(() -> {
                    throw new IllegalStateException();
                }));
        assertEquals("next", slots.use(() -> "next"));
    }

    private Future<String> occupy(HashSlots slots) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Future<String> running = clients.submit(() -> slots.use(() -> {
            begun.countDown();
            return waitUntilDone();
        }));
        begun.await();
        return running;
    }

    private String waitUntilDone() {
        try {
            done.await();
            return "first";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefuses(HashSlots slots) {
        AuthException refusal = assertThrows(AuthException.class, () -> slots.use(() -> "more"));
        assertEquals(AuthError.UNAVAILABLE, refusal.error());
        assertEquals(1, refused.get());
    }
}
