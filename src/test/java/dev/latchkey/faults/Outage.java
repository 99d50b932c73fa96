package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.stand.Load;
import dev.latchkey.stand.Load.Exchange;
import dev.latchkey.stand.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A store that stops answering, and goes on after a while, under load.
 *
 * @param stopped   when it had stopped
 * @param resumed   when it went on
 * @param exchanges all that guarded routes were asked meanwhile, and somewhat before and after
 */
record Outage(long stopped, long resumed, List<Exchange> exchanges) {
    private static final long DURATION = TimeUnit.SECONDS.toNanos(4);
    private static final long TO_RECOVER = TimeUnit.SECONDS.toNanos(2);
    private static final long WATCHED_AFTERWARDS = TimeUnit.SECONDS.toNanos(4);
    private static final int WARM = 2_000;
    private static final Duration TO_RUN = Duration.ofSeconds(30);

    static Outage of(ServerProcess store, Load guarded) {
        await("a load that runs").atMost(TO_RUN).until(() -> guarded.answers() > WARM);
        store.stop();
        long stopped = System.nanoTime();
        awaitNanos(stopped + DURATION);
        long resumed = System.nanoTime();
        store.goOn();
        awaitNanos(resumed + WATCHED_AFTERWARDS);
        return new Outage(stopped, resumed, guarded.stop());
    }

    private static void awaitNanos(long time) {
        await().until(() -> System.nanoTime() - time > 0);
    }

    /** All that could only be answered without the store got a 503 in time, with a hint when to come back. */
    String refusedWithin(long maxMillis) {
        List<Exchange> during = exchanges.stream()
                .filter(e -> e.asked() >= stopped && e.answered() < resumed)
                .toList();
        assertTrue(during.size() >= 8, () -> "no load: " + during.size());
        for (Exchange exchange : during) {
            assertEquals("unavailable", exchange.answer().code(), exchange::toString);
            assertNotNull(exchange.answer().retryAfter(), exchange::toString);
        }
        long slowest = exchanges.stream()
                .filter(e -> e.answered() >= stopped && e.asked() < resumed)
                .mapToLong(Exchange::millis)
                .max()
                .orElseThrow();
        assertTrue(slowest <= maxMillis, () -> "the slowest took " + slowest + " ms");
        return String.format(
                Locale.ROOT, "%,d of %<,d guarded requests 503, the slowest after %,d ms", during.size(), slowest);
    }

    /** From then on everything is answered again. */
    String recovered() {
        List<Exchange> failed = exchanges.stream()
                .filter(e -> e.asked() > resumed && e.answer().status() != 200)
                .toList();
        long last = failed.stream().mapToLong(Exchange::asked).max().orElse(resumed) - resumed;
        assertTrue(last < TO_RECOVER, () -> "still refused after " + TimeUnit.NANOSECONDS.toMillis(last) + " ms");
        assertTrue(exchanges.stream().anyMatch(e -> e.asked() > resumed + TO_RECOVER), "nobody asked");
        return String.format(Locale.ROOT, "all 200 again %,d ms after SIGCONT", TimeUnit.NANOSECONDS.toMillis(last));
    }
}
