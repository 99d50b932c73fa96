package dev.latchkey.session;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.latchkey.ShiftableClock;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.client.ClientAddress;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.denylist.DenyList;
import dev.latchkey.token.Grant;
import dev.latchkey.token.Subject;
import dev.latchkey.token.TestTokenConfig;
import dev.latchkey.token.TestTokens;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenIssuer;
import dev.latchkey.token.TokenType;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What began, or was refreshed last, under settings that let it live longer. */
@QuarkusTest
class ShorterSettingsTest {
    private final TokenIssuer issuer = TestTokenConfig.standard().newIssuer();

    @Inject
    ShiftableClock clock;

    @Inject
    SessionStore sessions;

    @Inject
    DenyList denyList;

    @AfterEach
    void backToTheSystemsTime() {
        clock.reset();
    }

    @Test
    void endASessionThatIsTooOldAtItsNextRefresh() {
        SignedInUser user = TestUsers.register();
        Grant old = begun(user, Duration.ofDays(90), Duration.ofMinutes(1));
        TestUsers.refresh(issuer.refreshToken(old)).then().spec(problem(403, "revoked_token"));
        Session ended = sessions.findByIdOptional(old.sessionId()).orElseThrow();
        assertNotNull(ended.revokedAt());
        assertNotNull(ended.deniedAt());
        assertEquals(0, ended.generation());
        TestUsers.refresh(issuer.refreshToken(old)).then().spec(problem(403, "revoked_token"));
    }

    /** Also on a replica whose setting is not the shorter one yet. */
    @Test
    void endItsAccessTokens() {
        SignedInUser user = TestUsers.register();
        Grant grant = begun(user, Duration.ofDays(90).minusMinutes(2), Duration.ZERO);
        String id = grant.sessionId();
        denyList.vouch(id, TokenId.of(id, 0, TokenType.ACCESS), denyList.epochOf(id), grant.endsAt());
        TestUsers.details(issuer.accessToken(grant)).then().statusCode(200);
        clock.advance(Duration.ofMinutes(2));
        TestUsers.details(issuer.accessToken(grant)).then().spec(problem(403, "expired_token"));
        TestUsers.refresh(issuer.refreshToken(grant)).then().spec(problem(403, "revoked_token"));
        clock.reset();
        TestUsers.details(issuer.accessToken(grant)).then().spec(problem(403, "revoked_token"));
    }

    @Test
    void endASessionThatWasNotRefreshedSince() {
        Grant unused = begun(TestUsers.register(), Duration.ofDays(40), Duration.ofDays(30));
        TestUsers.refresh(issuer.refreshToken(unused)).then().spec(problem(403, "expired_token"));
    }

    @Test
    void keepWhatIsOverOffTheListAndShowWhenTheRestEnds() {
        SignedInUser user = TestUsers.register();
        begun(user, Duration.ofDays(90), Duration.ofMinutes(1));
        begun(user, Duration.ofDays(40), Duration.ofDays(30));
        Grant live = begun(user, Duration.ofDays(80), Duration.ofMinutes(1));
        given().header("authorization", user.accessToken())
                .get("/sessions")
                .then()
                .body("data.id", equalTo(List.of(TestTokens.sessionOf(user.refreshToken()), live.sessionId())))
                .body(
                        "data[1].expiresAt",
                        equalTo(TokenId.createdAt(live.sessionId())
                                .plus(Duration.ofDays(90))
                                .toString()));
    }

    /** A session as old as that, refreshed as long ago, which was given a year. */
    private Grant begun(SignedInUser user, Duration age, Duration refreshed) {
        Instant begun = clock.instant().minus(age);
        Instant rotated = clock.instant().minus(refreshed);
        Instant end = clock.instant().plus(Duration.ofDays(365));
        String id = TokenId.newSessionId(begun);
        ClientInfo client = new ClientInfo(new ClientAddress(InetAddress.getLoopbackAddress()), "test");
        sessions.persist(Session.begin(id, user.id(), 0, rotated, end, client));
        return new Grant(new Subject(user.id(), user.email(), "Ada Lovelace", false), id, 0, rotated, end);
    }
}
