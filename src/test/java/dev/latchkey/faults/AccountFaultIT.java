package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Stand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A changed password and a deletion on two replicas: against what is in flight, and with Redis gone half way. */
@Tag("faults")
class AccountFaultIT {
    private static final String NEW = "purple window elephant";
    private static final int ROUNDS = 30;
    private static final int LOGINS = 16;

    /** Only what requests ask of the deny-list is counted. */
    private static final Map<String, String> SETTINGS =
            Map.of("REDIS_TIMEOUT", "1s", "LATCHKEY_REDIS_WATCH_INTERVAL", "0s");

    @AutoClose
    private static final Stand STAND = Stand.start(SETTINGS);

    @Test
    void leavesNoSessionOfTheOldPassword() throws Exception {
        int begun = againstLogins(200, user -> STAND.two().changePassword(user.accessToken(), TestUsers.PASSWORD, NEW));
        System.out.printf(
                Locale.ROOT,
                "faults: %d changes of password, each against %d logins with the old one on two replicas: "
                        + "%d sessions begun, 0 left%n",
                ROUNDS,
                LOGINS,
                begun);
    }

    @Test
    void leavesNoTokenOfAUserWhoIsDeleted() throws Exception {
        int begun = againstLogins(204, user -> STAND.two().delete(user.accessToken(), TestUsers.PASSWORD));
        System.out.printf(
                Locale.ROOT,
                "faults: %d deletions, each against %d logins on two replicas: %d sessions begun, 0 tokens left%n",
                ROUNDS,
                LOGINS,
                begun);
    }

    @Test
    void isDoneByRepeatingWhatAStoppedRedisBrokeOff() {
        SignedInUser user = STAND.one().register();
        SignedInUser other = STAND.two().login(user.email()).signedIn(200, user.email());
        brokenOff(() -> STAND.one().changePassword(user.accessToken(), TestUsers.PASSWORD, NEW));
        await().until(() -> STAND.two()
                        .changePassword(user.accessToken(), TestUsers.PASSWORD, NEW)
                        .status()
                == 200);
        DeadTokens.refused(List.of(other), STAND.both());
        SignedInUser again = STAND.two().login(user.email(), NEW).signedIn(200, user.email());

        brokenOff(() -> STAND.one().delete(again.accessToken(), NEW));
        await().until(() -> STAND.two().delete(again.accessToken(), NEW).status() == 204);
        DeadTokens.refused(List.of(again), STAND.both());
        for (Client replica : STAND.both()) {
            assertEquals(401, replica.login(user.email(), NEW).status());
        }
    }

    /** Round after round, none of whose sessions may be left; how many had begun. */
    private static int againstLogins(int status, Function<SignedInUser, Answer> call) throws Exception {
        int begun = 0;
        for (int round = 0; round < ROUNDS; round++) {
            SignedInUser user = STAND.one().register();
            List<Callable<Answer>> all = logins(user);
            all.add(() -> call.apply(user));
            List<Answer> answers = Parallel.race(all);
            assertEquals(status, answers.get(LOGINS).status(), answers.get(LOGINS)::body);
            List<SignedInUser> sessions = signedIn(user, answers);
            begun += sessions.size();
            DeadTokens.refused(sessions, STAND.both());
        }
        return begun;
    }

    /** Redis stops once the guard has let the request through, so that MongoDB alone is told. */
    private static void brokenOff(Supplier<Answer> call) {
        STAND.mongo().process().stop();
        long checks = STAND.redis().scriptCalls();
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(call);
        await("the guard to have passed").until(() -> STAND.redis().scriptCalls() > checks);
        STAND.redis().process().stop();
        STAND.mongo().process().goOn();
        assertEquals("unavailable", answer.join().code());
        STAND.redis().process().goOn();
    }

    private static List<Callable<Answer>> logins(SignedInUser user) {
        List<Callable<Answer>> logins = new ArrayList<>();
        for (int login = 0; login < LOGINS; login++) {
            Client replica = STAND.both().get(login % 2);
            logins.add(() -> replica.login(user.email()));
        }
        return logins;
    }

    private static List<SignedInUser> signedIn(SignedInUser user, List<Answer> answers) {
        return answers.subList(0, LOGINS).stream()
                .filter(answer -> answer.status() == 200)
                .map(answer -> answer.signedIn(200, user.email()))
                .toList();
    }
}
