package dev.latchkey.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Load;
import dev.latchkey.stand.Load.Exchange;
import dev.latchkey.stand.Stand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a flood of logins costs everybody else: guarded requests with and without it, in turns, in one run. */
class LoginFloodBench {
    private static final int ROUNDS = 4;
    private static final int LOGINS = 50;
    private static final int GUARDED_CLIENTS = 2;
    private static final Duration ROUND = Duration.ofSeconds(8);

    @AutoClose
    private static final Stand STAND = Stand.start("BCRYPT_COST", "10");

    @Test
    void leavesGuardedRequestsAnswered() throws InterruptedException {
        SignedInUser user = STAND.one().register();
        List<Exchange> calm = new ArrayList<>();
        List<Exchange> flooded = new ArrayList<>();
        List<Exchange> logins = new ArrayList<>();
        round(user, 0, new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < ROUNDS; i++) {
            round(user, 0, calm, new ArrayList<>());
            round(user, LOGINS, flooded, logins);
        }
        System.out.printf(Locale.ROOT, "bench: guarded requests without logins: %s%n", figures(calm));
        System.out.printf(
                Locale.ROOT, "bench: guarded requests beside %d parallel logins: %s%n", LOGINS, figures(flooded));
        System.out.printf(
                Locale.ROOT,
                "bench: ratio of the p99: %.2f; logins: %s, %s%n",
                (double) percentile(flooded, 99) / percentile(calm, 99),
                statuses(logins),
                figures(logins));
        assertEquals(Map.of(200, flooded.size()), statuses(flooded));
    }

    private static void round(SignedInUser user, int logins, List<Exchange> guarded, List<Exchange> flood)
            throws InterruptedException {
        try (Load details = new Load();
                Load flooding = new Load()) {
            flooding.with(logins, () -> STAND.one().login(user.email()));
            details.with(GUARDED_CLIENTS, () -> STAND.one().details(user.accessToken()));
            details.run(ROUND);
            guarded.addAll(details.stop());
            flood.addAll(flooding.stop());
        }
    }

    private static String figures(List<Exchange> exchanges) {
        return String.format(
                Locale.ROOT,
                "%,.0f requests/s, p50 %.1f ms, p99 %.1f ms, slowest %.1f ms",
                exchanges.size() / (double) (ROUNDS * ROUND.toSeconds()),
                percentile(exchanges, 50) / 1e6,
                percentile(exchanges, 99) / 1e6,
                percentile(exchanges, 100) / 1e6);
    }

    private static long percentile(List<Exchange> exchanges, int percent) {
        long[] nanos = exchanges.stream()
                .mapToLong(exchange -> exchange.answered() - exchange.asked())
                .sorted()
                .toArray();
        return nanos[Math.max(0, (int) Math.ceil(nanos.length * percent / 100.0) - 1)];
    }

    private static Map<Integer, Integer> statuses(List<Exchange> exchanges) {
        Map<Integer, Integer> statuses = new TreeMap<>();
        exchanges.forEach(exchange -> statuses.merge(exchange.answer().status(), 1, Integer::sum));
        return statuses;
    }
}
