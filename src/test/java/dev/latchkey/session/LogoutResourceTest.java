package dev.latchkey.session;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LogoutResourceTest {

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
        String forged = TestTokens.like(user.refreshToken()).claim("sub", other).compact();
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
    void demandsBothTokensAndNamesTheOneThatIsMissing() {
        SignedInUser user = TestUsers.register();
        given().header("auth-token-access", user.accessToken())
                .post("/logout")
                .then()
                .spec(problem(401, "missing_token"))
                .body("message", containsString("auth-token-refresh"));
        given().header("auth-token-refresh", user.refreshToken())
                .post("/logout")
                .then()
                .spec(problem(401, "missing_token"))
                .body("message", containsString("auth-token-access"));
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
