package dev.latchkey.session;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SessionResourceTest {

    @Nested
    class RefreshTokens {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST"})
        void exchangesARefreshTokenForANewPair(String method) {
            SignedInUser user = TestUsers.register();
            Response response = given().header("authorization", "Bearer " + user.refreshToken())
                    .request(method, "/refresh-tokens");
            response.then().statusCode(200).header("Cache-Control", "no-store");
            assertNotEquals(user.accessToken(), response.path("data.accessToken"));
            assertNotEquals(user.refreshToken(), response.path("data.refreshToken"));
            TestUsers.details(response.path("data.accessToken")).then().statusCode(200);
            TestUsers.refresh(response.path("data.refreshToken")).then().statusCode(200);
        }

        @Test
        void revokesTheOldAccessTokenAtOnce() {
            SignedInUser user = TestUsers.register();
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
            TestUsers.details(user.accessToken()).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void givesTheIdenticalPairToParallelCallers() throws Exception {
            String token = TestUsers.register().refreshToken();
            Set<String> answers = Parallel.race(16, () -> TestUsers.refresh(token)).stream()
                    .map(response -> response.statusCode() + response.asString())
                    .collect(Collectors.toSet());
            assertEquals(1, answers.size(), answers::toString);
            assertEquals("200", answers.iterator().next().substring(0, 3));
        }

        @Test
        void endsTheSessionWhenAnOlderTokenComesBack() {
            String first = TestUsers.register().refreshToken();
            String second = TestUsers.refresh(first).path("data.refreshToken");
            Response newest = TestUsers.refresh(second);
            TestUsers.refresh(first).then().spec(problem(403, "reused_token"));
            TestUsers.details(newest.path("data.accessToken")).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(newest.path("data.refreshToken")).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void refusesATokenOfASessionThatDoesNotExist() {
            String token =
                    TestTokens.refresh().claim("sub", TestUsers.register().id()).compact();
            TestUsers.refresh(token).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void refusesATokenOfAnotherUsersSession() {
            SignedInUser user = TestUsers.register();
            String sid = TestTokens.sessionOf(user.refreshToken());
            String forged = TestTokens.refresh()
                    .claim("sub", TestUsers.register().id())
                    .claim("sid", sid)
                    .claim("jti", TokenId.of(sid, 0, TokenType.REFRESH))
                    .compact();
            TestUsers.refresh(forged).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
        }

        @Test
        void refusesAnAccessToken() {
            TestUsers.refresh(TestUsers.register().accessToken()).then().spec(problem(403, "invalid_token"));
        }
    }

    @Nested
    class Logout {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST"})
        void endsTheSession(String method) {
            SignedInUser user = TestUsers.register();
            given().header("auth-token-access", user.accessToken())
                    .header("auth-token-refresh", user.refreshToken())
                    .request(method, "/logout")
                    .then()
                    .statusCode(200)
                    .body(equalTo("{\"message\":\"User logged out\"}"));
            TestUsers.details(user.accessToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(user.refreshToken()).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void isRefusedTheSecondTime() {
            SignedInUser user = TestUsers.register();
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().spec(problem(403, "revoked_token"));
        }

        /** The owner's wish to end is honoured, whoever has moved the session on meanwhile. */
        @ParameterizedTest
        @ValueSource(ints = {1, 2, 5})
        void endsTheSessionThatAThiefHasMovedOn(int times) {
            SignedInUser user = TestUsers.register();
            Response thief = TestUsers.refresh(user.refreshToken());
            for (int i = 1; i < times; i++) {
                thief = TestUsers.refresh(thief.path("data.refreshToken"));
            }
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
            TestUsers.details(thief.path("data.accessToken")).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(thief.path("data.refreshToken")).then().spec(problem(403, "revoked_token"));
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void refusesARefreshTokenThatTheSessionHasNotIssued() {
            SignedInUser user = TestUsers.register();
            String sid = TestTokens.sessionOf(user.refreshToken());
            for (String jti : List.of(
                    TokenId.of(sid, 1, TokenType.REFRESH),
                    TokenId.of(sid, -1, TokenType.REFRESH),
                    TokenId.of(sid, 0, TokenType.ACCESS))) {
                String forged =
                        TestTokens.like(user.refreshToken()).claim("jti", jti).compact();
                TestUsers.logout(user.accessToken(), forged).then().spec(problem(403, "revoked_token"));
            }
            String other = TestUsers.register().id();
            String forged =
                    TestTokens.like(user.refreshToken()).claim("sub", other).compact();
            TestUsers.logout(user.accessToken(), forged).then().spec(problem(403, "revoked_token"));
            TestUsers.details(user.accessToken()).then().statusCode(200);
        }

        @Test
        void revokesNeitherTokenIfTheyAreOfTwoSessions() {
            SignedInUser first = TestUsers.register();
            SignedInUser second = TestUsers.login(first);
            TestUsers.logout(first.accessToken(), second.refreshToken()).then().spec(problem(403, "mismatched_tokens"));
            for (SignedInUser session : List.of(first, second)) {
                TestUsers.details(session.accessToken()).then().statusCode(200);
                TestUsers.refresh(session.refreshToken()).then().statusCode(200);
            }
        }

        @Test
        void demandsBothTokens() {
            SignedInUser user = TestUsers.register();
            given().header("auth-token-access", user.accessToken())
                    .post("/logout")
                    .then()
                    .spec(problem(401, "missing_token"));
            given().header("auth-token-refresh", user.refreshToken())
                    .post("/logout")
                    .then()
                    .spec(problem(401, "missing_token"));
            given().header("authorization", user.accessToken())
                    .post("/logout")
                    .then()
                    .spec(problem(401, "missing_token"));
            TestUsers.details(user.accessToken()).then().statusCode(200);
        }

        @Test
        void refusesSwappedTokens() {
            SignedInUser user = TestUsers.register();
            TestUsers.logout(user.refreshToken(), user.accessToken()).then().spec(problem(403, "invalid_token"));
            TestUsers.details(user.accessToken()).then().statusCode(200);
        }
    }
}
