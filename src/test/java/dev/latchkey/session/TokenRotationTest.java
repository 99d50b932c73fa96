package dev.latchkey.session;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.ShiftableClock;
import dev.latchkey.client.ClientAddress;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.denylist.DenyList;
import dev.latchkey.token.Subject;
import dev.latchkey.token.TestTokens;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VerifiedToken;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TokenRotationTest {
    private static final ClientInfo CLIENT =
            new ClientInfo(new ClientAddress(InetAddress.getLoopbackAddress()), "test");
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration LIFETIME = Duration.ofDays(30);

    private final String userId = new ObjectId().toHexString();

    @Inject
    TokenRotation rotation;

    @Inject
    SessionStore sessions;

    @Inject
    DenyList denyList;

    @Inject
    RedisDataSource redis;

    @Inject
    ShiftableClock clock;

    @AfterEach
    void backToTheSystemsTime() {
        clock.reset();
    }

    /** A user whose roles are changed while a refresh is under way. */
    @Nested
    class Refresh {
        private final TokenUser before = user(List.of(), 0);
        private final TokenUser after = user(List.of("admin"), 1);

        @Test
        void readsTheUserAgainIfTheSessionWasToldOfNewerRoles() {
            Session begun = begin();
            sessions.tellRolesVersion(userId, 1);
            assertEquals("admin", rolesOf(refresh(begun, before, after)));
            assertEquals(1, sessions.findById(begun.id()).generation());
        }

        @Test
        void givesThePairAgainWithTheRolesAsTheyAreNow() {
            Session begun = begin();
            assertEquals("", rolesOf(refresh(begun, before)));
            sessions.tellRolesVersion(userId, 1);
            assertEquals("admin", rolesOf(refresh(begun, before, after)));
            assertEquals(1, sessions.findById(begun.id()).generation());
        }

        /** Told by the token that the deny-list has forgotten to be outdated. */
        @Test
        void doesNotVouchForAPairThatMayHaveToldEarlierRoles() {
            Session begun = begin();
            refresh(begun, before);
            loseTheList(begun.id());
            verify(refresh(begun, before)).then().statusCode(200);
            sessions.tellRolesVersion(userId, 1);
            loseTheList(begun.id());
            verify(refresh(begun, after)).then().spec(problem(403, "stale_token"));
        }

        private TokenPair refresh(Session session, TokenUser... asRead) {
            Iterator<TokenUser> users = Stream.of(asRead).iterator();
            return rotation.refresh(refreshTokenOf(session), denyList.epochOf(session.id()), users::next, CLIENT);
        }

        /** Whoever asks next begins a new epoch. */
        private void loseTheList(String sessionId) {
            redis.flushall();
            denyList.epochOf(sessionId);
        }

        private TokenUser user(List<String> roles, int version) {
            Subject subject = new Subject(userId, "ada@example.com", "Ada", false, roles, null);
            return new TokenUser(subject, new Credentials(0, null), version);
        }

        private String rolesOf(TokenPair pair) {
            return TestTokens.claimsOf(pair.accessToken()).path("roles").path(0).asText();
        }

        private Response verify(TokenPair pair) {
            return given().header("authorization", pair.accessToken()).get("/verify");
        }
    }

    @Nested
    class Accepts {
        private final Credentials unchanged = new Credentials(0, null);

        @Test
        void theTokenOfTheGenerationAndTheOneBeforeWithinTheGrace() {
            Session first = begin();
            assertTrue(rotation.accepts(refreshTokenOf(first), unchanged));
            Session second = next(first);
            assertTrue(rotation.accepts(refreshTokenOf(second), unchanged));
            assertTrue(rotation.accepts(refreshTokenOf(first), unchanged));
            clock.advance(GRACE);
            assertFalse(rotation.accepts(refreshTokenOf(first), unchanged));
            Session third = next(second);
            assertFalse(rotation.accepts(refreshTokenOf(first), unchanged));
            assertTrue(rotation.accepts(refreshTokenOf(third), unchanged));
        }

        @Test
        void noTokenOfASessionThatWasEndedOrHasExpired() {
            Session ended = begin();
            sessions.revoke(ended.id(), clock.instant());
            assertFalse(rotation.accepts(refreshTokenOf(ended), unchanged));
            Session expired = begin();
            clock.advance(LIFETIME);
            assertFalse(rotation.accepts(refreshTokenOf(expired), unchanged));
        }

        @Test
        void noTokenOfASessionThatIsTooOldByTheSettingsInForce() {
            Session old = begin(clock.instant().minus(Duration.ofDays(90)), Duration.ofDays(365));
            assertFalse(rotation.accepts(refreshTokenOf(old), unchanged));
            Session younger = begin(clock.instant().minus(Duration.ofDays(89)), Duration.ofDays(365));
            assertTrue(rotation.accepts(refreshTokenOf(younger), unchanged));
        }

        @Test
        void noTokenOfASessionThatAChangeOfThePasswordHasLeftOver() {
            Session session = begin();
            assertFalse(rotation.accepts(refreshTokenOf(session), new Credentials(1, null)));
            assertTrue(rotation.accepts(refreshTokenOf(session), new Credentials(1, session.id())));
        }

        @Test
        void noTokenThatTheSessionHasNotIssued() {
            Session session = begin();
            VerifiedToken ofAnother = VerifiedToken.refresh(
                    session.refreshJti(), session.id(), "0".repeat(24), session.rotatedAt(), session.expiresAt());
            assertFalse(rotation.accepts(ofAnother, unchanged));
        }

        private Session next(Session session) {
            TokenUser owner = new TokenUser(null, unchanged, 0);
            return sessions.rotate(refreshTokenOf(session), owner, clock.instant(), session.expiresAt(), CLIENT)
                    .orElseThrow();
        }
    }

    private Session begin() {
        return begin(clock.instant(), LIFETIME);
    }

    private Session begin(Instant begun, Duration lifetime) {
        String id = TokenId.newSessionId(begun);
        Session session = Session.begin(id, userId, 0, begun, begun.plus(lifetime), CLIENT);
        sessions.persist(session);
        return session;
    }

    private static VerifiedToken refreshTokenOf(Session session) {
        return VerifiedToken.refresh(
                session.refreshJti(), session.id(), session.userId(), session.rotatedAt(), session.expiresAt());
    }
}
