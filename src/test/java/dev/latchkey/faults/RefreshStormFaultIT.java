package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Stand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    /** More would wait for their hash for too long. */
    private static final int SIGNING_UP = 4;

    /** How one client got through it. */
    private record Passage(String first, int refresh, int second, Duration finishedAfter) {
        private static final Passage CALM = new Passage("stale_token", 200, 200, null);

        Passage withoutTime() {
            return new Passage(first, refresh, second, null);
        }
    }

    @Test
    void letsEveryClientGoOnAfterOneRefresh() throws Exception {
        try (Stand stand = Stand.start()) {
            Callable<SignedInUser> registration = stand.one()::register;
            List<SignedInUser> users = all(SIGNING_UP, Collections.nCopies(SESSIONS, registration));

            stand.redis().ask("FLUSHALL");

            long start = System.nanoTime();
            List<Callable<Passage>> clients = new ArrayList<>();
            for (SignedInUser user : users) {
                Client replica = stand.both().get(clients.size() % 2);
                clients.add(() -> goOn(replica, user, start));
            }
            List<Passage> passages = all(AT_A_TIME, clients);
            assertEquals(
                    Collections.nCopies(SESSIONS, Passage.CALM),
                    passages.stream().map(Passage::withoutTime).toList());
            print(passages.stream().map(Passage::finishedAfter).sorted().toList());
        }
    }

    private static Passage goOn(Client replica, SignedInUser user, long start) {
        String first = replica.details(user.accessToken()).code();
        Answer refresh = replica.refresh(user.refreshToken());
        int second = replica.details(refresh.renewed(user).accessToken()).status();
        return new Passage(first, refresh.status(), second, Duration.ofNanos(System.nanoTime() - start));
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

    private static void print(List<Duration> finished) {
        double seconds = finished.get(SESSIONS - 1).toMillis() / 1_000.0;
        System.out.printf(
                Locale.ROOT,
                "faults: refresh storm: FLUSHALL with %,d sessions, %d clients at a time on two replicas: each went on after"
                        + " one stale_token and one refresh; half within %.1f s, the last after %.1f s, %,.0f refreshes/s%n",
                SESSIONS,
                AT_A_TIME,
                finished.get(SESSIONS / 2).toMillis() / 1_000.0,
                seconds,
                SESSIONS / seconds);
    }
}
