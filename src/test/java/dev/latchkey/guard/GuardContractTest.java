package dev.latchkey.guard;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every guarded route has in common; what makes a token invalid is the matter of the {@code token} tests. */
@QuarkusTest
class GuardContractTest {

    @ParameterizedTest
    @ValueSource(strings = {"/user/details", "/refresh-tokens", "/logout"})
    void demandsAToken(String route) {
        given().post(route).then().spec(problem(401, "missing_token"));
    }

    @ParameterizedTest
    @CsvSource({"''", "'   '", "Bearer", "bearer", "'Bearer '", "'BEARER    '"})
    void takesABlankHeaderForAMissingToken(String header) {
        given().header("authorization", header).post("/user/details").then().spec(problem(401, "missing_token"));
        given().header("authorization", header).post("/refresh-tokens").then().spec(problem(401, "missing_token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "bearer ", "BEARER ", "bEaReR   "})
    void takesTheTokenWithAndWithoutItsScheme(String scheme) {
        SignedInUser user = TestUsers.register();
        given().header("authorization", scheme + user.accessToken())
                .post("/user/details")
                .then()
                .statusCode(200);
        given().header("authorization", scheme + user.refreshToken())
                .post("/refresh-tokens")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "undefined", "Basic dXNlcjpwYXNz", "Bearerx", "a.b.c", "Bearer a b", "{}"})
    void refusesGarbage(String header) {
        given().header("authorization", header).post("/user/details").then().spec(problem(403, "invalid_token"));
        given().header("authorization", header).post("/refresh-tokens").then().spec(problem(403, "invalid_token"));
        TestUsers.logout(header, header).then().spec(problem(403, "invalid_token"));
    }

    @Test
    void refusesTwoTokens() {
        SignedInUser user = TestUsers.register();
        given().header("authorization", user.accessToken(), user.accessToken())
                .post("/user/details")
                .then()
                .spec(problem(403, "invalid_token"));
        given().header("authorization", user.accessToken() + ", " + user.accessToken())
                .post("/user/details")
                .then()
                .spec(problem(403, "invalid_token"));
    }

    @Test
    void looksForTheTokenNowhereButInItsHeader() {
        String token = TestUsers.register().accessToken();
        given().queryParam("authorization", token)
                .cookie("authorization", token)
                .header("auth-token-access", token)
                .post("/user/details")
                .then()
                .spec(problem(401, "missing_token"));
    }

    @Test
    void tellsAnExpiredTokenFromAnInvalidOne() {
        Instant past = Instant.now().minus(Duration.ofHours(1));
        String access = TestTokens.access()
                .issuedAt(past)
                .expiresAt(past.plusSeconds(60))
                .compact();
        String refresh = TestTokens.refresh()
                .issuedAt(past)
                .expiresAt(past.plusSeconds(60))
                .compact();
        TestUsers.details(access).then().spec(problem(403, "expired_token"));
        TestUsers.refresh(refresh).then().spec(problem(403, "expired_token"));
        TestUsers.logout(access, refresh).then().spec(problem(403, "expired_token"));
    }

    @Test
    void refusesATokenSignedWithTheOtherKindsKey() {
        String token = TestTokens.access().signedWith(TestTokens.REFRESH_KEY).compact();
        TestUsers.details(token).then().spec(problem(403, "invalid_token"));
    }
}
