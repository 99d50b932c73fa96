package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Stand;
import dev.latchkey.token.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** After a logout's 200 the session is over: everywhere, at once, and whatever was in flight. */
@Tag("faults")
class LogoutFaultIT {
    private static final int LOGOUTS = 1_000;
    private static final int RACES = 500;

    @AutoClose
    private static final Stand STAND = Stand.start();

    @Test
    void isKnownToTheOtherReplicaAtTheVeryNextRequest() {
        SignedInUser user = STAND.one().register();
        for (int i = 0; i < LOGOUTS; i++) {
            SignedInUser session = STAND.one().login(user.email()).signedIn(200, user.email());
            assertEquals(200, STAND.one().logout(session).status());
            assertEquals(
                    "revoked_token", STAND.two().details(session.accessToken()).code());
        }
        System.out.printf(
                Locale.ROOT, "faults: logout on one replica, next request on the other: 403 in %,d of %<,d%n", LOGOUTS);
    }

    @Test
    void endsOneOfTwoSessionsThatBeganWithinOneSecond() {
        SignedInUser user = STAND.one().register();
        SignedInUser ended = STAND.one().login(user.email()).signedIn(200, user.email());
        SignedInUser other = STAND.two().login(user.email()).signedIn(200, user.email());
        while (issuedAt(ended) != issuedAt(other)) {
            ended = other;
            other = STAND.two().login(user.email()).signedIn(200, user.email());
        }
        assertEquals(200, STAND.one().logout(ended).status());
        String figure = DeadTokens.refused(List.of(ended), STAND.both());
        for (Client replica : STAND.both()) {
            assertEquals(200, replica.details(other.accessToken()).status());
        }
        assertEquals(200, STAND.two().refresh(other.refreshToken()).status());
        System.out.printf(
                Locale.ROOT, "faults: two logins within one second, one logged out: %s, the other lives%n", figure);
    }

    private static long issuedAt(SignedInUser session) {
        return TestTokens.claimsOf(session.accessToken()).get("iat").longValue();
    }

    /** Whoever comes first: that the refresh has replaced its tokens does not hinder a logout. */
    @Test
    void leavesNoTokenAliveThatARacingRefreshReturned() throws Exception {
        SignedInUser user = STAND.one().register();
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < RACES; i++) {
            SignedInUser session = STAND.one().login(user.email()).signedIn(200, user.email());
            List<Answer> answers =
                    Parallel.race(List.of(() -> STAND.one().refresh(session.refreshToken()), () -> STAND.two()
                            .logout(session)));
            Answer refresh = answers.get(0);
            Answer logout = answers.get(1);
            List<SignedInUser> pairs = new ArrayList<>(List.of(session));
            if (refresh.status() == 200) {
                pairs.add(refresh.renewed(session));
            }
            assertTrue(refresh.status() == 200 || refresh.code().equals("revoked_token"), refresh::toString);
            assertEquals(200, logout.status(), logout::toString);
            DeadTokens.refused(pairs, STAND.both());
            outcomes.merge("refresh " + refresh.status() + ", logout " + logout.status(), 1, Integer::sum);
        }
        assertTrue(outcomes.containsKey("refresh 200, logout 200"), () -> "they never met: " + outcomes);
        System.out.printf(
                Locale.ROOT, "faults: refresh racing logout, %d rounds, 0 tokens alive after: %s%n", RACES, outcomes);
    }
}
