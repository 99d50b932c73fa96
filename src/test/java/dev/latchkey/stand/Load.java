package dev.latchkey.stand;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/** Clients that ask without a pause, and note what came back. It ends by itself if nobody ends it. */
public final class Load implements AutoCloseable {
    private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final int MAX_REQUESTS_OF_A_CLIENT = 100_000;

    /** A request with its answer, and when it was asked and answered, by {@link System#nanoTime}. */
    public record Exchange(long asked, long answered, Answer answer) {
        public long millis() {
            return TimeUnit.NANOSECONDS.toMillis(answered - asked);
        }
    }

    private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> clients = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final long end = System.nanoTime() + MAX_NANOS;
    private volatile boolean ended;

    /** Adds clients that all do this. A request that fails without any answer fails the test that stops the load. */
    public Load with(int number, Supplier<Answer> request) {
        for (int i = 0; i < number; i++) {
            clients.add(threads.submit(() -> ask(request)));
        }
        return this;
    }

    private void ask(Supplier<Answer> request) {
        for (int i = 0; i < MAX_REQUESTS_OF_A_CLIENT && !ended && System.nanoTime() - end < 0; i++) {
            long asked = System.nanoTime();
            Answer answer = request.get();
            exchanges.add(new Exchange(asked, System.nanoTime(), answer));
        }
    }

    /** So far. */
    public int answers() {
        Assertions.assertTrue(clients.stream().noneMatch(Future::isDone), "a client got no answer and gave up");
        return exchanges.size();
    }

    /** Lets it go on for so long. */
    public void run(Duration time) throws InterruptedException {
        Assertions.assertFalse(threads.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Ends it, and returns everything that was asked. */
    public List<Exchange> stop() {
        Assertions.assertTrue(System.nanoTime() - end < 0, "the load ended before the test did");
        ended = true;
        try {
            for (Future<?> client : clients) {
                client.get();
            }
        } catch (Exception e) {
            throw new AssertionError("a client got no answer", e);
        }
        return List.copyOf(exchanges);
    }

    @Override
    public void close() {
        ended = true;
        threads.shutdownNow();
    }
}
