package dev.latchkey.session;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
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
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What depends on the time that passes: lifetimes, the grace, and the age of a session. */
@QuarkusTest
class SessionLifetimeTest {
    private static final Duration GRACE = Duration.ofSeconds(30);

    @Inject
    ShiftableClock clock;

    @Inject
    SessionStore sessions;

    @Inject
    MongoClient mongo;

    @Inject
    DenyList denyList;

    @AfterEach
    void backToTheSystemsTime() {
        clock.reset();
    }

    @Nested
    class Grace {

        @Test
        void givesTheSamePairToAClientThatLostTheResponse() {
            String token = TestUsers.register().refreshToken();
            Response first = TestUsers.refresh(token);
            clock.advance(Duration.ofSeconds(20));
            Response again = TestUsers.refresh(token);
            again.then().statusCode(200);
            assertEquals(first.asString(), again.asString());
            TestUsers.refresh(again.path("data.refreshToken")).then().statusCode(200);
        }

        @Test
        void doesNotSlide() {
            String token = TestUsers.register().refreshToken();
            TestUsers.refresh(token).then().statusCode(200);
            clock.advance(Duration.ofSeconds(20));
            TestUsers.refresh(token).then().statusCode(200);
            clock.advance(Duration.ofSeconds(11));
            TestUsers.refresh(token).then().spec(problem(403, "reused_token"));
        }

        @Test
        void endsTheSessionOfATokenThatComesBackLater() {
            String token = TestUsers.register().refreshToken();
            Response pair = TestUsers.refresh(token);
            clock.advance(GRACE);
            TestUsers.refresh(token).then().spec(problem(403, "reused_token"));
            TestUsers.details(pair.path("data.accessToken")).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(pair.path("data.refreshToken")).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(token).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void doesNotTakeAnAccessTokenThatWasReplaced() {
            SignedInUser user = TestUsers.register();
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
            TestUsers.details(user.accessToken()).then().spec(problem(403, "revoked_token"));
        }
    }

    @Nested
    class Lifetimes {

        @Test
        void endAnAccessTokenAfter15Minutes() {
            SignedInUser user = TestUsers.register();
            clock.advance(Duration.ofMinutes(15).minusSeconds(5));
            TestUsers.details(user.accessToken()).then().statusCode(200);
            clock.advance(Duration.ofSeconds(5));
            TestUsers.details(user.accessToken()).then().spec(problem(403, "expired_token"));
        }

        @Test
        void endASessionThatIsNotRefreshedFor30Days() {
            SignedInUser user = TestUsers.register();
            clock.advance(Duration.ofDays(30));
            TestUsers.refresh(user.refreshToken()).then().spec(problem(403, "expired_token"));
        }

        @Test
        void endASessionAfter90DaysHoweverOftenItWasRefreshed() {
            Instant start = clock.instant();
            String token = TestUsers.register().refreshToken();
            for (int day = 29; day < 90; day += 29) {
                clock.advance(Duration.ofDays(29));
                token = TestUsers.refresh(token).path("data.refreshToken");
            }
            long end = TestTokens.claimsOf(token).get("exp").longValue();
            long maxAge = start.plus(Duration.ofDays(90)).getEpochSecond();
            assertTrue(Math.abs(end - maxAge) <= 2, () -> "ends " + (end - maxAge) + " s off");
            clock.advance(Duration.ofDays(3));
            TestUsers.refresh(token).then().spec(problem(403, "expired_token"));
        }
    }

    /** What began, or was refreshed last, under settings that let it live longer. */
    @Nested
    class SettingsThatBecameShorter {
        private final TokenIssuer issuer = TestTokenConfig.standard().newIssuer();

        @Test
        void endASessionThatIsTooOldAtItsNextRefresh() {
            SignedInUser user = TestUsers.register();
            Grant old = begun(user, Duration.ofDays(90), Duration.ofMinutes(1));
            TestUsers.refresh(issuer.refreshToken(old)).then().spec(problem(403, "revoked_token"));
            Session ended = sessions.find(old.sessionId()).orElseThrow();
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
            sessions.insert(Session.begin(id, user.id(), rotated, end, client));
            return new Grant(new Subject(user.id(), user.email(), "Ada Lovelace"), id, 0, rotated, end);
        }
    }

    @Nested
    class Deletion {

        @Test
        void ofTheUserEndsWhatTheTokensAreGoodFor() {
            SignedInUser user = TestUsers.register();
            delete(user.id());
            TestUsers.details(user.accessToken()).then().spec(problem(403, "invalid_token"));
            TestUsers.refresh(user.refreshToken()).then().spec(problem(403, "invalid_token"));
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().spec(problem(401, "invalid_credentials"));
        }
    }

    @Nested
    class IdOfADeletedUser {

        /** Tokens of the deleted user are left, and would be the newcomer's. */
        @Test
        void isNotGivenToANewUserWhileThereAreSessions() {
            SignedInUser deleted = TestUsers.register();
            delete(deleted.id());
            Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
            body.put("id", deleted.id().toUpperCase(Locale.ROOT));
            TestUsers.register(body).then().spec(problem(409, "id_taken"));
        }
    }

    @Nested
    class Client {

        @Test
        void isKeptWithTheSession() {
            Session session = sessionBegunBy("curl/8");
            assertEquals("curl/8", session.userAgent());
            assertEquals("127.0.0.1", session.ip());
        }

        @Test
        void mayCallItselfSomethingLong() {
            assertEquals("x".repeat(256), sessionBegunBy("x".repeat(300)).userAgent());
        }

        @Test
        void mayCallItselfNothing() {
            assertEquals("", sessionBegunBy("").userAgent());
        }

        private Session sessionBegunBy(String userAgent) {
            String token = given().header("user-agent", userAgent)
                    .contentType(ContentType.JSON)
                    .body(TestUsers.registration(TestUsers.newEmail()))
                    .post("/register")
                    .path("data.refreshToken");
            return sessions.find(TestTokens.sessionOf(token)).orElseThrow();
        }
    }

    private void delete(String userId) {
        mongo.getDatabase("latchkey").getCollection("User").deleteOne(Filters.eq(new ObjectId(userId)));
    }
}
