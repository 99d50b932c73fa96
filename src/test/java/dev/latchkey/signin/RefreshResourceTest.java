package dev.latchkey.signin;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RefreshResourceTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void exchangesARefreshTokenForANewPair(String method) {
        SignedInUser user = TestUsers.register();
        Response response =
                given().header("authorization", "Bearer " + user.refreshToken()).request(method, "/refresh-tokens");
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
