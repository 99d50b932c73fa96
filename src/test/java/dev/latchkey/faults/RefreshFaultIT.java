package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Folders;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.Stand;
import dev.latchkey.token.TestKeys;
import dev.latchkey.token.TestTokens;
import java.nio.file.Path;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tabs, retries and impatient apps that refresh with the same token at the same moment. */
@Tag("faults")
class RefreshFaultIT {
    private static final int ROUNDS = 200;
    private static final int ROUNDS_WITH_A_KEY_PAIR = Integer.getInteger("latchkey.refresh.rounds", 50);
    private static final int CALLERS = 64;

    @AutoClose
    private static final Stand STAND = Stand.start();

    @Test
    void givesAllParallelCallersTheIdenticalPairWithinTheGrace() throws Exception {
        assertIdenticalPairs(STAND.one(), STAND.two(), ROUNDS, AccessAlgorithm.HS256);
    }

    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void givesAllParallelCallersTheIdenticalPairWithAKeyPairToo(AccessAlgorithm algorithm) throws Exception {
        Path file = Folders.ofData("keys").toPath().resolve("keys.pem");
        TestKeys.writeText(file, TestKeys.pem(TestKeys.generate(algorithm)));
        Map<String, String> settings = TestKeys.settings(algorithm, file);
        try (Replica one = STAND.oneMore(settings);
                Replica two = STAND.oneMore(settings)) {
            assertIdenticalPairs(one.client(), two.client(), ROUNDS_WITH_A_KEY_PAIR, algorithm);
        }
    }

    private static void assertIdenticalPairs(Client one, Client two, int rounds, AccessAlgorithm algorithm)
            throws Exception {
        SignedInUser user = one.register();
        for (int i = 0; i < rounds; i++) {
            List<Answer> answers = refreshInParallel(user, List.of(one, two));
            Set<String> bodies = answers.stream().map(Answer::body).collect(Collectors.toSet());
            assertEquals(1, bodies.size(), bodies::toString);
            user = answers.get(0).renewed(user);
        }
        assertEquals(
                algorithm.name(),
                TestTokens.headerOf(user.accessToken()).get("alg").textValue());
        assertEquals(200, two.details(user.accessToken()).status());
        System.out.printf(
                Locale.ROOT,
                "faults: %d parallel refreshes on two replicas, %s, %d rounds: %,d of %<,d identical%n",
                CALLERS,
                algorithm,
                rounds,
                CALLERS * rounds);
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
