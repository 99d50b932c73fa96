package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.Parallel;
import dev.latchkey.TestServices;
import dev.latchkey.TestUsers;
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
    private static final int ROUNDS = Integer.getInteger("latchkey.role-change.rounds", 10);
    private static final int SESSIONS = 100;
    private static final int ENDINGS = 100;
    private static final int REFRESHES = 64;
    private static final int LOGINS = 4;
    private static final int PASSWORDS = 20;
    private static final String KEY = TestServices.ADMIN_KEY;

    @AutoClose
    private static final Stand STAND = Stand.start(Map.of("SERVICE_KEYS", TestServices.SETTING));

    /** Refreshes with one token, and logins, on both replicas, while the roles change. */
    @Test
    void leavesNoTokenWithTheOldRolesAndSignsNobodyOut() throws Exception {
        SignedInUser user = STAND.one().register();
        Map<String, Integer> outcomes = new TreeMap<>();
        List<String> ofBefore = List.of(user.accessToken());
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
            ofBefore.forEach(RoleChangeFaultIT::assertStale);
            for (Answer answer : answers.subList(1, answers.size())) {
                SignedInUser got = answer.renewed(user);
                outcomes.merge(assertNewRolesOrStale(got, role), 1, Integer::sum);
            }
            SignedInUser latest = answers.get(1).renewed(user);
            String next =
                    STAND.two().refresh(latest.refreshToken()).renewed(user).accessToken();
            assertEquals(List.of(role), rolesOf(next));
            assertEquals(200, STAND.one().verify(next).status());
            ofBefore = List.of(next);
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

    private static void assertStale(String accessToken) {
        STAND.both()
                .forEach(replica ->
                        assertEquals("stale_token", replica.verify(accessToken).code()));
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

    /** The session that changes the password goes on, all others end, and neither change undoes the other. */
    @Test
    void goesTogetherWithAChangeOfThePassword() throws Exception {
        SignedInUser user = STAND.one().register();
        String password = TestUsers.PASSWORD;
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int round = 0; round < PASSWORDS; round++) {
            SignedInUser own = signIn(user, password);
            SignedInUser other = signIn(user, password);
            String current = password;
            String next = "purple window elephant " + round;
            String role = "round-" + round;
            List<Answer> answers = Parallel.race(List.of(
                    () -> STAND.two().changeRoles(KEY, user.id(), List.of(role)),
                    () -> STAND.one().changePassword(own.accessToken(), current, next),
                    () -> STAND.one().refresh(other.refreshToken()),
                    () -> STAND.two().refresh(other.refreshToken())));
            assertEquals(200, answers.get(0).status(), answers.get(0)::toString);
            outcomes.merge(answers.get(1).code(), 1, Integer::sum);
            Answer changed = answers.get(1).code().equals("stale_token")
                    ? changePasswordOnceRefreshed(own, current, next)
                    : answers.get(1);
            SignedInUser renewed = changed.renewed(own);
            assertNewRolesOrStale(renewed, role);
            List<SignedInUser> others = new ArrayList<>(List.of(other));
            answers.subList(2, 4).stream()
                    .filter(answer -> answer.status() == 200)
                    .forEach(answer -> others.add(answer.renewed(other)));
            DeadTokens.refused(others, STAND.both());
            String latest =
                    STAND.two().refresh(renewed.refreshToken()).renewed(own).accessToken();
            assertEquals(List.of(role), rolesOf(latest));
            assertEquals(200, STAND.one().verify(latest).status());
            assertEquals(401, STAND.one().login(user.email(), current).status());
            password = next;
        }
        System.out.printf(
                Locale.ROOT,
                "faults: roles and password changed at once, %d rounds, both hold: the password %s%n",
                PASSWORDS,
                outcomes);
    }

    private static SignedInUser signIn(SignedInUser user, String password) {
        return STAND.one().login(user.email(), password).signedIn(200, user.email());
    }

    private static Answer changePasswordOnceRefreshed(SignedInUser own, String current, String next) {
        SignedInUser refreshed = STAND.one().refresh(own.refreshToken()).renewed(own);
        return STAND.one().changePassword(refreshed.accessToken(), current, next);
    }

    /** The same pair once more has the new roles, and is not vouched for: its id is that of the token with the old ones. */
    @Test
    void isNotForgottenByAWipedRedisWhenAPairIsGivenOutAgain() {
        SignedInUser user = STAND.one().register();
        SignedInUser before = STAND.one().refresh(user.refreshToken()).renewed(user);
        assertEquals(
                200, STAND.two().changeRoles(KEY, user.id(), List.of("admin")).status());
        STAND.redis().ask("FLUSHALL");
        SignedInUser again = STAND.one().refresh(user.refreshToken()).renewed(user);
        assertEquals(before.refreshToken(), again.refreshToken());
        assertStale(before.accessToken());
        String next = STAND.two().refresh(again.refreshToken()).renewed(user).accessToken();
        assertEquals(List.of("admin"), rolesOf(next));
        STAND.both().forEach(replica -> assertEquals(200, replica.verify(next).status()));
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
