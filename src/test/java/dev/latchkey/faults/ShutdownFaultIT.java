package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Load;
import dev.latchkey.stand.Load.Exchange;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.Stand;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A rolling deploy: a replica is told to end while clients use it. */
@Tag("faults")
class ShutdownFaultIT {
    /** Few, so that a replica that ends without a delay finds a moment with nothing in flight, and is seen. */
    private static final int CLIENTS = 4;

    private static final int WARM = 500;
    private static final Duration TO_RUN = Duration.ofSeconds(30);
    private static final int PROBE_MILLIS = 1_000;

    @AutoClose
    private static final Stand STAND = Stand.start();

    /** What stands before the replicas: it sends requests where readiness was seen last. */
    private static final class Gateway implements AutoCloseable {
        private final ScheduledExecutorService probe = Executors.newSingleThreadScheduledExecutor();
        private final AtomicLong turn = new AtomicLong();
        private volatile List<Replica> ready = List.of(STAND.first(), STAND.second());

        Gateway() {
            probe.scheduleWithFixedDelay(this::look, 0, PROBE_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void look() {
            ready = List.of(STAND.first(), STAND.second()).stream()
                    .filter(Replica::isReady)
                    .toList();
        }

        Client choose() {
            List<Replica> choice = ready;
            return choice.get((int) (turn.getAndIncrement() % choice.size())).client();
        }

        @Override
        public void close() {
            probe.shutdownNow();
        }
    }

    @Test
    void isNotSeenByClientsThatFollowReadiness() {
        SignedInUser user = STAND.one().register();
        try (Gateway gateway = new Gateway();
                Load load = new Load()) {
            load.with(CLIENTS, () -> gateway.choose().details(user.accessToken()));
            await("a load that runs").atMost(TO_RUN).until(() -> load.answers() > WARM);
            STAND.first().process().terminate();
            int exitCode = STAND.first().process().exitCode();
            assertEquals(0, exitCode);
            int before = load.answers();
            await("the load to go on").atMost(TO_RUN).until(() -> load.answers() > before + WARM);
            List<Exchange> exchanges = load.stop();

            long failed = exchanges.stream()
                    .filter(exchange -> exchange.answer().status() != 200)
                    .count();
            assertEquals(0, failed);
            System.out.printf(
                    Locale.ROOT,
                    "faults: SIGTERM under load: exit code %d, %,d of %,d requests failed%n",
                    exitCode,
                    failed,
                    exchanges.size());
        }
    }
}
