package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.bench.Population;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Stand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The deny-list is lost while many are signed in: all their access tokens are stale at once, and each client refreshes at
 * its next request, which here is at once.
 */
@Tag("faults")
class RefreshStormFaultIT {
    private static final int SESSIONS = Integer.getInteger("latchkey.storm.sessions", 1_000);
    private static final int AT_A_TIME = 200;

    /** Clients behind one address, four times as many as may refresh in a window. */
    private static final int BEHIND_ONE_ADDRESS = 400;

    private static final Duration WINDOW = Duration.ofSeconds(5);

    private static final String LIMIT = BEHIND_ONE_ADDRESS / 4 + "/" + WINDOW.toSeconds() + "s";

    /**
     * How one client got through it.
     *
     * @param unavailable   how often it was told so, and tried again
     * @param finishedAfter since the loss
     * @param took          since its first request
     */
    private record Passage(
            String first, String refresh, String second, int unavailable, Duration finishedAfter, Duration took) {
        List<String> answers() {
            return List.of(first, refresh, second);
        }
    }

    @Test
    void letsEveryClientGoOnAfterOneRefresh() throws Exception {
        try (Stand stand = Stand.inMemory(Map.of())) {
            List<SignedInUser> users = signUp(stand, SESSIONS);

            stand.redis().ask("FLUSHALL");

            long start = System.nanoTime();
            List<Callable<Passage>> clients = new ArrayList<>();
            for (SignedInUser user : users) {
                Client replica = stand.both().get(clients.size() % 2);
                clients.add(() -> goOn(replica, user, start));
            }
            List<Passage> passages = all(AT_A_TIME, clients);
            assertEquals(
                    Collections.nCopies(SESSIONS, List.of("stale_token", "200", "200")),
                    passages.stream().map(Passage::answers).toList());
            print(passages);
        }
    }

    /** Of clients behind one address so many are let on in each window, and the others are told when to come again. */
    @Test
    void letsEveryClientBehindOneAddressGoOnThatWaitsAsItIsTold() throws Exception {
        try (Stand stand = Stand.throttled(Map.of("THROTTLE_REFRESH_PER_ADDRESS", LIMIT))) {
            List<SignedInUser> users = signUp(stand, BEHIND_ONE_ADDRESS);

            stand.redis().ask("FLUSHALL");

            long start = System.nanoTime();
            Queue<Answer> refused = new ConcurrentLinkedQueue<>();
            List<Callable<Integer>> clients = new ArrayList<>();
            for (SignedInUser user : users) {
                Client replica = stand.both().get(clients.size() % 2);
                clients.add(() -> goOnPatiently(replica, user, refused));
            }
            assertEquals(Collections.nCopies(BEHIND_ONE_ADDRESS, 200), all(BEHIND_ONE_ADDRESS, clients));
            assertEquals(
                    Set.of("too_many_requests"),
                    refused.stream().map(Answer::code).collect(Collectors.toSet()));
            long longest = refused.stream()
                    .mapToLong(RefreshStormFaultIT::retryAfter)
                    .max()
                    .orElseThrow();
            assertTrue(longest <= WINDOW.toSeconds(), () -> "Retry-After: " + longest);
            System.out.printf(
                    Locale.ROOT,
                    "faults: refresh storm: %d clients behind one address, with %s refreshes: all went on within %.1f s,"
                            + " after %d times 429, whose Retry-After was %d s at most%n",
                    BEHIND_ONE_ADDRESS,
                    LIMIT,
                    seconds(Duration.ofNanos(System.nanoTime() - start)),
                    refused.size(),
                    longest);
        }
    }

    /** As many with a session. To sign them up would take longer than their access tokens live. */
    private static List<SignedInUser> signUp(Stand stand, int number) {
        try (Population population = new Population(stand.mongo().address())) {
            population.awaitThatItsTokensAreAccepted(stand.one());
            return population.add(number).stream()
                    .map(user -> new SignedInUser(user.userId(), user.email(), user.accessToken(), user.refreshToken()))
                    .toList();
        }
    }

    private static Passage goOn(Client replica, SignedInUser user, long start) {
        long begun = System.nanoTime();
        AtomicInteger unavailable = new AtomicInteger();
        Answer first = untilAvailable(() -> replica.details(user.accessToken()), unavailable);
        Answer refresh = untilAvailable(() -> replica.refresh(user.refreshToken()), unavailable);
        String renewed = refresh.renewed(user).accessToken();
        Answer second = untilAvailable(() -> replica.details(renewed), unavailable);
        long end = System.nanoTime();
        return new Passage(
                first.code(),
                refresh.code(),
                second.code(),
                unavailable.get(),
                Duration.ofNanos(end - start),
                Duration.ofNanos(end - begun));
    }

    /** A store may be too busy to answer in time: then a client repeats what it asked. */
    private static Answer untilAvailable(Supplier<Answer> request, AtomicInteger unavailable) {
        Answer answer = request.get();
        while (answer.status() == 503) {
            unavailable.incrementAndGet();
            answer = request.get();
        }
        return answer;
    }

    /** @param refused where each refresh goes that was refused */
    private static int goOnPatiently(Client replica, SignedInUser user, Queue<Answer> refused) throws Exception {
        AtomicInteger unavailable = new AtomicInteger();
        assertEquals(
                "stale_token",
                untilAvailable(() -> replica.details(user.accessToken()), unavailable)
                        .code());
        Answer refresh = untilAvailable(() -> replica.refresh(user.refreshToken()), unavailable);
        while (refresh.status() != 200) {
            refused.add(refresh);
            TimeUnit.SECONDS.sleep(retryAfter(refresh));
            refresh = untilAvailable(() -> replica.refresh(user.refreshToken()), unavailable);
        }
        String renewed = refresh.renewed(user).accessToken();
        return untilAvailable(() -> replica.details(renewed), unavailable).status();
    }

    private static long retryAfter(Answer refused) {
        assertNotNull(refused.retryAfter(), refused::body);
        return Long.parseLong(refused.retryAfter());
    }

    private static <T> List<T> all(int atATime, List<? extends Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void print(List<Passage> passages) {
        List<Duration> finished =
                passages.stream().map(Passage::finishedAfter).sorted().toList();
        List<Duration> took = passages.stream().map(Passage::took).sorted().toList();
        double seconds = seconds(finished.get(SESSIONS - 1));
        System.out.printf(
                Locale.ROOT,
                "faults: refresh storm: FLUSHALL with %,d sessions, %d clients at a time on two replicas: each went on after"
                        + " one stale_token and one refresh; half within %.1f s, the last after %.1f s, %,.0f refreshes/s;"
                        + " a client's three requests took %.2f s in the middle, %.2f s at most;"
                        + " %,d times 503, which %,d clients repeated%n",
                SESSIONS,
                AT_A_TIME,
                seconds(finished.get(SESSIONS / 2)),
                seconds,
                SESSIONS / seconds,
                seconds(took.get(SESSIONS / 2)),
                seconds(took.get(SESSIONS - 1)),
                passages.stream().mapToInt(Passage::unavailable).sum(),
                passages.stream().filter(passage -> passage.unavailable() > 0).count());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
