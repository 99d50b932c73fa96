package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Packaged;
import dev.latchkey.stand.Stand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one client can make the service keep is bounded, whatever it sends, and however often. */
@Tag("faults")
class HostileRequestsFaultIT {
    private static final int REQUESTS = 2_000;
    private static final int CLIENTS = 20;
    private static final int WRONG_PASSWORDS = 100;
    private static final int SESSIONS_OF_AN_ACCOUNT = 100;
    private static final int REFRESHES = 600;
    private static final long MEGABYTE = 1 << 20;

    /** With limits as they are delivered. */
    @AutoClose
    private static final Stand STAND = Stand.throttled(Map.of());

    private final Client service = STAND.one();
    private final AtomicInteger number = new AtomicInteger();

    /** One after the other, since all are sent from one address. */
    @Test
    void leaveNoMoreThanTheLimitsSay() throws Exception {
        SignedInUser user = service.register();
        SignedInUser ended = service.login(user.email()).signedIn(200, user.email());
        send("to warm up", REQUESTS, () -> service.details(user.accessToken()));
        long heap = Packaged.isBinary() ? 0 : STAND.first().heapAfterCollection();
        int series = STAND.first().metrics().series().size();

        send("right logins and logouts", 3 * SESSIONS_OF_AN_ACCOUNT + 4, () -> {
            Answer login = service.login(user.email());
            return login.status() == 200 ? service.logout(login.signedIn(200, user.email())) : login;
        });
        service.logout(ended);
        send("refresh tokens of a session that was ended", 0, () -> service.refresh(ended.refreshToken()));
        send("logouts of a session that was ended", 0, () -> service.logout(ended));
        SignedInUser refreshed = service.refresh(user.refreshToken()).renewed(user);
        send("refresh tokens that were used before", 1, () -> service.refresh(user.refreshToken()));
        send("logouts everywhere", 2, () -> service.logoutAll(refreshed.accessToken()));
        send("refreshes", 2 * REFRESHES + 1, refreshes());
        send("garbage tokens", 0, () -> service.verify("garbage." + number.incrementAndGet()));
        send("routes that there are not", 0, () -> service.request("GET", "/no/" + number.incrementAndGet()));
        send("methods that there are not", 0, () -> service.request("M" + number.incrementAndGet(), "/login"));
        send("registrations", 1, () -> service.register("hostile" + number.incrementAndGet() + "@example.com"));
        send("passwords of 73 bytes", 1 + WRONG_PASSWORDS, () -> guess("p".repeat(73)));
        send("wrong passwords", 1 + WRONG_PASSWORDS, () -> guess("wrong horse battery"));

        int newSeries = STAND.first().metrics().series().size() - series;
        assertTrue(newSeries < 1_000, () -> newSeries + " new series of metrics");
        assumeFalse(Packaged.isBinary(), "only a JVM can be told to collect its garbage");
        long grown = STAND.first().heapAfterCollection() - heap;
        assertTrue(grown < 16 * MEGABYTE, () -> "the heap has grown by " + grown + " bytes");
        System.out.printf(Locale.ROOT, "faults: hostile requests: the heap has grown by %,d KB%n", grown / 1024);
    }

    private Callable<Answer> refreshes() {
        ThreadLocal<SignedInUser> own = new ThreadLocal<>();
        return () -> {
            if (own.get() == null) {
                own.set(service.register());
            }
            Answer answer = service.refresh(own.get().refreshToken());
            if (answer.status() == 200) {
                own.set(answer.renewed(own.get()));
            }
            return answer;
        };
    }

    private Answer guess(String password) {
        return service.login("nobody" + number.incrementAndGet() + "@example.com", password);
    }

    private static void send(String kind, int newKeys, Callable<Answer> request) throws Exception {
        long before = keys();
        Map<String, Integer> answers = new TreeMap<>();
        Parallel.race(CLIENTS, () -> {
                    List<String> codes = new ArrayList<>();
                    for (int i = 0; i < REQUESTS / CLIENTS; i++) {
                        codes.add(request.call().code());
                    }
                    return codes;
                })
                .forEach(codes -> codes.forEach(code -> answers.merge(code, 1, Integer::sum)));
        long grown = keys() - before;
        System.out.printf(Locale.ROOT, "faults: %,d %s: %s, %d new keys%n", REQUESTS, kind, answers, grown);
        assertTrue(grown <= newKeys, () -> kind + " left " + grown + " keys");
    }

    private static long keys() {
        return Long.parseLong(STAND.redis().ask("DBSIZE"));
    }
}
