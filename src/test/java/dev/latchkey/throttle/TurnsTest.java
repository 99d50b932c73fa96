package dev.latchkey.throttle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final int PLACES = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Turns turns = new Turns();
    private final ExecutorService requests = Executors.newFixedThreadPool(PLACES);

    @AfterEach
    void stop() {
        requests.shutdownNow();
    }

    @Nested
    class Await {
        @Test
        void isAnsweredOnceThereIsAnAnswer() {
            AtomicBoolean asked = new AtomicBoolean();

            assertEquals(
                    Optional.of("answer"),
                    turns.await(PATIENCE, () -> asked.getAndSet(true) ? Optional.of("answer") : Optional.empty()));
        }

        @Test
        void endsWhenItsTimeIsUp() {
            assertEquals(Optional.empty(), turns.await(Duration.ofMillis(60), Optional::empty));
        }

        /** Whatever they wait for, and for how long: all hold worker threads, of which others need some. */
        @Test
        void ofTooManyTogetherIsEmptyAtOnce() {
            IntStream.range(0, PLACES)
                    .forEach(i -> requests.submit(() -> turns.await(PATIENCE.plusSeconds(i), Optional::empty)));
            await().until(() -> turns.waiting() == PLACES);

            assertEquals(Optional.empty(), turns.await(PATIENCE, () -> Optional.of("asked")));
        }

        @Test
        void leavesItsPlaceToOthers() {
            IntStream.range(0, 2 * PLACES).forEach(i -> turns.await(Duration.ofMillis(1), () -> Optional.of("answer")));

            assertEquals(0, turns.waiting());
        }
    }
}
