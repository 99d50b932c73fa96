package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.Parallel;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Stand;
import dev.latchkey.token.TestTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** After the 200 of a change of roles nobody acts by the old ones, whatever was in flight; and nobody is signed out. */
@Tag("faults")
class RoleChangeFaultIT {
    private static final int ROUNDS = Integer.getInteger("latchkey.role-change.rounds", 20);
    private static final int SESSIONS = 100;
    private static final int ENDINGS = 100;
    private static final int REFRESHES = 64;
    private static final int LOGINS = 4;
    private static final String KEY = "test-admin-key";

    @AutoClose
    private static final Stand STAND = Stand.start(
            "SERVICE_KEYS",
            "name=admin sha256=944650a7cd0f9e14d5c4fb15edbffb7fa45fb9ed36a4fa9be3d7e5476ae51bd9 scopes=users:write");

    /** Refreshes with one token, and logins, on both replicas, while the roles change. */
    @Test
    void leavesNoTokenWithTheOldRolesAndSignsNobodyOut() throws Exception {
        SignedInUser user = STAND.one().register();
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            SignedInUser session = STAND.one().login(user.email()).signedIn(200, user.email());
            String role = "round-" + round;
            List<Callable<Answer>> callers = new ArrayList<>();
            callers.add(() -> STAND.two().changeRoles(KEY, user.id(), List.of(role)));
            for (int i = 0; i < REFRESHES; i++) {
                Client replica = STAND.both().get(i % 2);
                callers.add(() -> replica.refresh(session.refreshToken()));
            }
            for (int i = 0; i < LOGINS; i++) {
                Client replica = STAND.both().get(i % 2);
                callers.add(() -> replica.login(user.email()));
            }
            List<Answer> answers = Parallel.race(callers);
            assertEquals(200, answers.get(0).status(), answers.get(0)::toString);
            for (Answer answer : answers.subList(1, answers.size())) {
                SignedInUser got = answer.renewed(user);
                outcomes.merge(assertNewRolesOrStale(got, role), 1, Integer::sum);
            }
            SignedInUser latest = answers.get(1).renewed(user);
            String next =
                    STAND.two().refresh(latest.refreshToken()).renewed(user).accessToken();
            assertEquals(List.of(role), rolesOf(next));
            assertEquals(200, STAND.one().verify(next).status());
        }
        assertTrue(outcomes.containsKey("stale_token"), () -> "they never met: " + outcomes);
        System.out.printf(
                Locale.ROOT,
                "faults: roles changed while %d refresh and %d sign in, %d rounds, 0 old roles accepted: %s%n",
                REFRESHES,
                LOGINS,
                ROUNDS,
                outcomes);
    }

    private static String assertNewRolesOrStale(SignedInUser got, String role) {
        Answer first = STAND.one().verify(got.accessToken());
        Answer second = STAND.two().verify(got.accessToken());
        assertEquals(first.code(), second.code(), "the replicas differ");
        if (first.status() == 200) {
            assertEquals(List.of(role), rolesOf(got.accessToken()), "old roles are accepted");
        } else {
            assertEquals("stale_token", first.code());
        }
        return first.code();
    }

    private static List<String> rolesOf(String accessToken) {
        List<String> roles = new ArrayList<>();
        for (JsonNode role : TestTokens.claimsOf(accessToken).path("roles")) {
            roles.add(role.textValue());
        }
        return roles;
    }

    /** Whichever comes first, the denial or the mark of stale tokens. */
    @Test
    void neverRevivesASessionThatEndsMeanwhile() throws Exception {
        SignedInUser user = STAND.one().register();
        for (int i = 0; i < ENDINGS; i++) {
            SignedInUser session = STAND.one().login(user.email()).signedIn(200, user.email());
            String role = "round-" + i;
            Callable<Answer> ending = i % 2 == 0
                    ? () -> STAND.two().logout(session)
                    : () -> STAND.two().logoutAll(session.accessToken());
            List<Answer> answers =
                    Parallel.race(List.of(() -> STAND.one().changeRoles(KEY, user.id(), List.of(role)), ending));
            assertEquals(200, answers.get(0).status(), answers.get(0)::toString);
            if (answers.get(1).code().equals("stale_token")) {
                SignedInUser renewed =
                        STAND.one().refresh(session.refreshToken()).renewed(session);
                assertEquals(200, STAND.one().logout(renewed).status());
            } else {
                assertEquals(200, answers.get(1).status(), answers.get(1)::toString);
            }
            DeadTokens.refused(List.of(session), STAND.both());
        }
        System.out.printf(
                Locale.ROOT, "faults: roles changed while the session ends, %d rounds, 0 tokens alive%n", ENDINGS);
    }

    @Test
    void ofAUserWithAHundredSessionsIsQuick() {
        SignedInUser user = STAND.one().register();
        for (int i = 1; i < SESSIONS; i++) {
            assertEquals(200, STAND.one().login(user.email()).status());
        }
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            Answer answer = STAND.one().changeRoles(KEY, user.id(), List.of("round-" + i));
            assertEquals(200, answer.status(), answer::toString);
            took.add(answer.took());
        }
        Collections.sort(took);
        Duration median = took.get(took.size() / 2);
        assertTrue(median.compareTo(Duration.ofSeconds(1)) < 0, median::toString);
        System.out.printf(
                Locale.ROOT,
                "faults: a change of roles of a user with %d sessions: median %d ms%n",
                SESSIONS,
                median.toMillis());
    }

    @Test
    void isNotDoneWhileRedisDoesNotAnswerAndDoneByRepeatingIt() {
        isDoneByRepeatingIt(
                () -> STAND.redis().process().stop(),
                () -> STAND.redis().process().goOn());
    }

    @Test
    void isNotDoneWhileMongoDbDoesNotAnswerAndDoneByRepeatingIt() {
        isDoneByRepeatingIt(
                () -> STAND.mongo().process().stop(),
                () -> STAND.mongo().process().goOn());
    }

    private static void isDoneByRepeatingIt(Runnable suspend, Runnable resume) {
        SignedInUser user = STAND.one().register();
        suspend.run();
        Answer refused;
        try {
            refused = STAND.one().changeRoles(KEY, user.id(), List.of("admin"));
        } finally {
            resume.run();
        }
        assertEquals(503, refused.status(), refused::toString);
        assertEquals("1", refused.retryAfter());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> STAND.one()
                                .changeRoles(KEY, user.id(), List.of("admin"))
                                .status()
                        == 200);
        assertEquals("stale_token", STAND.two().verify(user.accessToken()).code());
        String next = STAND.two().refresh(user.refreshToken()).renewed(user).accessToken();
        assertEquals(List.of("admin"), rolesOf(next));
        assertEquals(200, STAND.one().verify(next).status());
    }
}
