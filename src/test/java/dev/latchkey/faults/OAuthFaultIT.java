package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.Parallel;
import dev.latchkey.TestServices;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.ServerProcess;
import dev.latchkey.stand.Stand;
import dev.latchkey.token.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What services are told about tokens, and what they have taken back, holds on every replica, whatever fails. */
@Tag("faults")
class OAuthFaultIT {
    private static final int REVOCATIONS = 100;
    private static final String INACTIVE = "{\"active\":false}";
    private static final String KEY = TestServices.ORDERS_KEY;

    @AutoClose
    private static final Stand STAND = Stand.start(Map.of("SERVICE_KEYS", TestServices.SETTING));

    @Test
    void afterARevocationNoReplicaTakesTheTokensAlsoIfTheDenyListIsLost() {
        SignedInUser user = STAND.one().register();
        List<SignedInUser> revoked = new ArrayList<>();
        for (int i = 0; i < REVOCATIONS; i++) {
            SignedInUser session = STAND.one().login(user.email()).signedIn(200, user.email());
            String token = i % 2 == 0 ? session.accessToken() : session.refreshToken();
            assertEquals(200, STAND.one().revoke(token).status());
            isOver(session, STAND.two());
            revoked.add(session);
        }
        STAND.redis().ask("FLUSHALL");
        revoked.forEach(session -> STAND.both().forEach(replica -> isOver(session, replica)));
        System.out.printf(
                Locale.ROOT,
                "faults: %d revocations on one replica: inactive and 403 at the next request on the other, and on both"
                        + " after FLUSHALL%n",
                REVOCATIONS);
    }

    private static void isOver(SignedInUser session, Client replica) {
        assertEquals(INACTIVE, replica.introspect(session.accessToken(), KEY).body());
        assertEquals(INACTIVE, replica.introspect(session.refreshToken(), KEY).body());
        assertEquals(403, replica.verify(session.accessToken()).status());
        assertEquals(403, replica.refresh(session.refreshToken()).status());
    }

    /** Stale ones among them. */
    @Test
    void introspectionAndVerifyAgreeOnEveryToken() {
        SignedInUser fresh = STAND.one().register();
        SignedInUser rotated = STAND.one().register();
        SignedInUser next = STAND.one().refresh(rotated.refreshToken()).renewed(rotated);
        SignedInUser loggedOut = STAND.one().register();
        assertEquals(200, STAND.one().logout(loggedOut).status());
        Instant past = Instant.now().minusSeconds(3600);
        List<String> tokens = List.of(
                fresh.accessToken(),
                next.accessToken(),
                rotated.accessToken(),
                loggedOut.accessToken(),
                TestTokens.access(past).expiresAt(past.plusSeconds(60)).compact(),
                TestTokens.like(fresh.accessToken())
                        .signedWith(TestTokens.REFRESH_KEY)
                        .compact(),
                "a.b.c");
        assertEquals(2, agreed(tokens));
        STAND.redis().ask("FLUSHALL");
        assertEquals("stale_token", STAND.two().verify(fresh.accessToken()).code());
        assertEquals(0, agreed(tokens));
        SignedInUser renewed = STAND.one().refresh(fresh.refreshToken()).renewed(fresh);
        assertEquals(1, agreed(List.of(renewed.accessToken(), fresh.accessToken())));
    }

    /** How many of them are good. */
    private static int agreed(List<String> tokens) {
        int good = 0;
        for (String token : tokens) {
            int accepted = 0;
            for (Client replica : STAND.both()) {
                boolean active = !replica.introspect(token, KEY).body().equals(INACTIVE);
                assertEquals(replica.verify(token).status() == 200, active);
                accepted += active ? 1 : 0;
            }
            assertEquals(0, accepted % 2, "both replicas say the same");
            good += accepted / 2;
        }
        return good;
    }

    @Test
    void withoutRedisNothingIsGuessedAndARevocationCanBeRepeated() throws Throwable {
        SignedInUser user = STAND.one().register();
        whileStopped(
                List.of(STAND.redis().process()),
                () -> areUnavailable(List.of(
                        () -> STAND.one().introspect(user.accessToken(), KEY),
                        () -> STAND.one().introspect(user.refreshToken(), KEY),
                        () -> STAND.one().revoke(user.accessToken(), KEY),
                        () -> STAND.two().revoke(user.refreshToken()))));
        assertEquals(200, STAND.two().revoke(user.accessToken(), KEY).status());
        STAND.both().forEach(replica -> isOver(user, replica));
    }

    @Test
    void withoutMongoDbAccessTokensAreToldOfAndNothingElse() throws Throwable {
        SignedInUser user = STAND.one().register();
        whileStopped(List.of(STAND.mongo().process()), () -> {
            assertEquals(200, STAND.one().introspect(user.accessToken(), KEY).status());
            areUnavailable(List.of(() -> STAND.one().introspect(user.refreshToken(), KEY), () -> STAND.one()
                    .revoke(user.accessToken(), KEY)));
        });
        assertEquals(200, STAND.one().revoke(user.accessToken(), KEY).status());
        STAND.both().forEach(replica -> isOver(user, replica));
    }

    @Test
    void neitherWrongKeysNorWhatIsNoTokenReachAStore() throws Throwable {
        SignedInUser user = STAND.one().register();
        whileStopped(List.of(STAND.redis().process(), STAND.mongo().process()), () -> {
            assertEquals(
                    "invalid_client",
                    STAND.one().introspect(user.accessToken(), "wrong").code());
            assertEquals(
                    "invalid_client",
                    STAND.one().revoke(user.accessToken(), "wrong").code());
            assertEquals(INACTIVE, STAND.one().introspect("a.b.c", KEY).body());
            assertEquals(200, STAND.one().revoke("a.b.c").status());
        });
        assertEquals(200, STAND.one().verify(user.accessToken()).status());
    }

    /** Together, since each takes up to a time limit. */
    private static void areUnavailable(List<Callable<Answer>> calls) throws Exception {
        for (Answer answer : Parallel.race(calls)) {
            assertEquals(503, answer.status(), answer::toString);
            assertEquals("1", answer.retryAfter());
        }
    }

    private static void whileStopped(List<ServerProcess> stores, Executable check) throws Throwable {
        stores.forEach(ServerProcess::stop);
        try {
            check.execute();
        } finally {
            stores.forEach(ServerProcess::goOn);
        }
        await("readiness")
                .atMost(Duration.ofSeconds(20))
                .until(() -> STAND.first().isReady() && STAND.second().isReady());
    }
}
