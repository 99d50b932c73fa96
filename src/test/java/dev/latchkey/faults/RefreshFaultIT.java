package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.Stand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tabs, retries and impatient apps that refresh with the same token at the same moment. */
@Tag("faults")
class RefreshFaultIT {
    private static final int ROUNDS = 200;
    private static final int CALLERS = 64;

    @AutoClose
    private static final Stand STAND = Stand.start();

    @Test
    void givesAllParallelCallersTheIdenticalPairWithinTheGrace() throws Exception {
        SignedInUser user = STAND.one().register();
        for (int i = 0; i < ROUNDS; i++) {
            List<Answer> answers = refreshInParallel(user, STAND.both());
            Set<String> bodies = answers.stream().map(Answer::body).collect(Collectors.toSet());
            assertEquals(1, bodies.size(), bodies::toString);
            user = answers.get(0).renewed(user);
        }
        assertEquals(200, STAND.two().details(user.accessToken()).status());
        System.out.printf(
                Locale.ROOT,
                "faults: %d parallel refreshes on two replicas, %d rounds: %,d of %<,d identical%n",
                CALLERS,
                ROUNDS,
                CALLERS * ROUNDS);
    }

    @Test
    void letsExactlyOneOfParallelCallersWinWithoutAGrace() throws Exception {
        try (Replica strict = STAND.oneMore("REFRESH_GRACE", "0s")) {
            for (int i = 0; i < ROUNDS; i++) {
                SignedInUser user = strict.client().register();
                Map<Integer, Long> statuses = refreshInParallel(user, List.of(strict.client())).stream()
                        .collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
                assertEquals(Map.of(200, 1L, 403, CALLERS - 1L), statuses);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "faults: %d parallel refreshes without a grace, %d rounds: each one 200 and %d 403%n",
                CALLERS,
                ROUNDS,
                CALLERS - 1);
    }

    private static List<Answer> refreshInParallel(SignedInUser user, List<Client> replicas) throws Exception {
        List<Callable<Answer>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Client replica = replicas.get(i % replicas.size());
            callers.add(() -> replica.refresh(user.refreshToken()));
        }
        return Parallel.race(callers);
    }
}
