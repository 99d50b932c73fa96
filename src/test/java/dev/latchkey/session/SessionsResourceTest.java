package dev.latchkey.session;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user can do about all of the own sessions. */
@QuarkusTest
class SessionsResourceTest {
    private static final String INSTANT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";

    @Nested
    class LogoutAll {

        @Test
        void endsEverySessionOfTheUser() {
            SignedInUser first = TestUsers.register();
            SignedInUser second = TestUsers.login(first);
            logoutAll(first).then().statusCode(200).body("message", equalTo("User logged out everywhere"));
            for (SignedInUser session : List.of(first, second)) {
                TestUsers.details(session.accessToken()).then().spec(problem(403, "revoked_token"));
                TestUsers.refresh(session.refreshToken()).then().spec(problem(403, "revoked_token"));
            }
        }

        @Test
        void leavesOtherUsersAlone() {
            SignedInUser other = TestUsers.register();
            logoutAll(TestUsers.register()).then().statusCode(200);
            TestUsers.details(other.accessToken()).then().statusCode(200);
        }

        @Test
        void letsTheUserSignInAgain() {
            SignedInUser user = TestUsers.register();
            logoutAll(user).then().statusCode(200);
            TestUsers.details(TestUsers.login(user).accessToken()).then().statusCode(200);
        }

        @Test
        void canNotBeAskedForByASessionThatIsOver() {
            SignedInUser over = TestUsers.register();
            SignedInUser live = TestUsers.login(over);
            TestUsers.logout(over.accessToken(), over.refreshToken()).then().statusCode(200);
            logoutAll(over).then().spec(problem(403, "revoked_token"));
            TestUsers.details(live.accessToken()).then().statusCode(200);
        }

        /** A thief who has moved the session on would keep all of them. */
        @Test
        void canBeAskedForWithATokenThatWasReplaced() {
            SignedInUser robbed = TestUsers.register();
            SignedInUser other = TestUsers.login(robbed);
            Response thief = TestUsers.refresh(robbed.refreshToken());
            logoutAll(robbed).then().statusCode(200);
            TestUsers.details(thief.path("data.accessToken")).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(thief.path("data.refreshToken")).then().spec(problem(403, "revoked_token"));
            TestUsers.details(other.accessToken()).then().spec(problem(403, "revoked_token"));
        }

        private Response logoutAll(SignedInUser user) {
            return TestUsers.logoutAll(user.accessToken());
        }
    }

    @Nested
    class Sessions {

        @Test
        void areListedWithWhereTheyAreUsedFrom() {
            SignedInUser first = TestUsers.register();
            SignedInUser second = TestUsers.login(first);
            list(second)
                    .then()
                    .statusCode(200)
                    .body("data", hasSize(2))
                    .body("data[0]", aMapWithSize(7))
                    .body("data[0].id", equalTo(sessionOf(second)))
                    .body("data[0].current", equalTo(true))
                    .body("data[0].ip", equalTo("127.0.0.1"))
                    .body("data[0].userAgent", startsWith("Apache-HttpClient"))
                    .body("data[0].createdAt", matchesPattern(INSTANT))
                    .body("data[0].lastUsedAt", matchesPattern(INSTANT))
                    .body("data[0].expiresAt", matchesPattern(INSTANT))
                    .body("data[1].id", equalTo(sessionOf(first)))
                    .body("data[1].current", equalTo(false));
        }

        @Test
        void areListedOnlyWhileTheyGoOn() {
            SignedInUser first = TestUsers.register();
            SignedInUser second = TestUsers.login(first);
            TestUsers.logout(first.accessToken(), first.refreshToken()).then().statusCode(200);
            list(second).then().body("data.id", equalTo(List.of(sessionOf(second))));
        }

        @Test
        void canBeEndedOneByOne() {
            SignedInUser kept = TestUsers.register();
            SignedInUser ended = TestUsers.login(kept);
            end(kept, sessionOf(ended)).then().statusCode(204);
            TestUsers.details(ended.accessToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(ended.refreshToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.details(kept.accessToken()).then().statusCode(200);
            end(kept, sessionOf(ended)).then().spec(problem(404, "not_found"));
        }

        @Test
        void canEndThemselves() {
            SignedInUser user = TestUsers.register();
            end(user, sessionOf(user)).then().statusCode(204);
            TestUsers.details(user.accessToken()).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void ofOtherUsersAreNotThere() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.register();
            end(user, sessionOf(other)).then().spec(problem(404, "not_found"));
            TestUsers.details(other.accessToken()).then().statusCode(200);
            list(user).then().body("data", hasSize(1));
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "$ne", "AAAAAAAAAAAAAAAAAAAAAA"})
        void thatAreUnknownAreNotThere(String id) {
            end(TestUsers.register(), id).then().spec(problem(404, "not_found"));
        }

        @Test
        void canBeEndedWithATokenThatWasReplaced() {
            SignedInUser robbed = TestUsers.register();
            Response thief = TestUsers.refresh(robbed.refreshToken());
            end(robbed, sessionOf(robbed)).then().statusCode(204);
            TestUsers.details(thief.path("data.accessToken")).then().spec(problem(403, "revoked_token"));
            end(robbed, sessionOf(robbed)).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void canNotBeEndedByOneThatIsOver() {
            SignedInUser over = TestUsers.register();
            SignedInUser live = TestUsers.login(over);
            Response renewed = TestUsers.refresh(over.refreshToken());
            TestUsers.logout(renewed.path("data.accessToken"), renewed.path("data.refreshToken"))
                    .then()
                    .statusCode(200);
            end(over, sessionOf(live)).then().spec(problem(403, "revoked_token"));
            TestUsers.details(live.accessToken()).then().statusCode(200);
        }

        private Response list(SignedInUser user) {
            return given().header("authorization", user.accessToken()).get("/sessions");
        }

        private Response end(SignedInUser user, String id) {
            return TestUsers.end(user.accessToken(), id);
        }

        private String sessionOf(SignedInUser user) {
            return TestTokens.sessionOf(user.refreshToken());
        }
    }
}
