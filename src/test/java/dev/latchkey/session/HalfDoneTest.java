package dev.latchkey.session;

import static dev.latchkey.Problems.problem;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.denylist.Denial;
import dev.latchkey.denylist.DenyList;
import dev.latchkey.denylist.DenyReason;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a failure between the two stores left half done, and who finishes it. */
@QuarkusTest
class HalfDoneTest {
    @Inject
    SessionStore sessions;

    @Inject
    DenyList denyList;

    @Inject
    Clock clock;

    @Nested
    class UnfinishedRotation {

        /** The old access token is on the deny-list, but MongoDB failed before the session had moved on. */
        @Test
        void leavesTheTokensGoodForALogoutAndARefresh() {
            SignedInUser out = TestUsers.register();
            SignedInUser on = TestUsers.login(out);
            denyAsRotated(out);
            denyAsRotated(on);
            TestUsers.details(out.accessToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.logout(out.accessToken(), out.refreshToken()).then().statusCode(200);
            TestUsers.refresh(out.refreshToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(on.refreshToken()).then().statusCode(200);
        }

        private void denyAsRotated(SignedInUser user) {
            String sid = sessionOf(user);
            String jti = TestTokens.claimsOf(user.accessToken()).get("jti").textValue();
            denyList.deny(
                    DenyReason.ROTATED,
                    List.of(Denial.ofToken(sid, jti, clock.instant().plusSeconds(60))));
        }
    }

    @Nested
    class UnfinishedEnding {

        @Test
        void isFinishedByTheNextRefresh() {
            SignedInUser user = TestUsers.register();
            String sid = sessionOf(user);
            sessions.revoke(sid, clock.instant());
            TestUsers.details(user.accessToken()).then().statusCode(200);
            TestUsers.refresh(user.refreshToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.details(user.accessToken()).then().spec(problem(403, "revoked_token"));
            assertNotNull(sessions.findByIdOptional(sid).orElseThrow().deniedAt());
        }

        @Test
        void isFinishedByALogoutThatIsRepeated() {
            SignedInUser user = TestUsers.register();
            sessions.revoke(sessionOf(user), clock.instant());
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().spec(problem(403, "revoked_token"));
        }

        /** As after a {@code /logout/all} that failed half way: the caller's own session is ended last. */
        @Test
        void isFinishedByALogoutEverywhereThatIsRepeated() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.login(user);
            sessions.revokeAll(user.id(), sessionOf(user), clock.instant());
            TestUsers.details(other.accessToken()).then().statusCode(200);
            TestUsers.logoutAll(user.accessToken()).then().statusCode(200);
            TestUsers.details(other.accessToken()).then().spec(problem(403, "revoked_token"));
            assertNotNull(
                    sessions.findByIdOptional(sessionOf(other)).orElseThrow().deniedAt());
        }

        @Test
        void isFinishedByEndingItFromElsewhere() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.login(user);
            sessions.revoke(sessionOf(other), clock.instant());
            TestUsers.end(user.accessToken(), sessionOf(other)).then().statusCode(204);
            TestUsers.details(other.accessToken()).then().spec(problem(403, "revoked_token"));
        }
    }

    private static String sessionOf(SignedInUser user) {
        return TestTokens.sessionOf(user.refreshToken());
    }
}
