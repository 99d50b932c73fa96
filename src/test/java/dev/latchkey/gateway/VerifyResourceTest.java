package dev.latchkey.gateway;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class VerifyResourceTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void vouchesForAGoodTokenWhateverTheMethod(String method) {
        given().header("authorization", "Bearer " + TestUsers.register().accessToken())
                .request(method, "/verify")
                .then()
                .statusCode(204)
                .header("Cache-Control", "no-store")
                .body(blankOrNullString());
    }

    @Test
    void saysWhoseTokenItIs() {
        SignedInUser user = TestUsers.register();
        JsonNode claims = TestTokens.claimsOf(user.accessToken());
        verify(user.accessToken())
                .then()
                .header("X-Auth-Subject", equalTo(user.id()))
                .header("X-Auth-Session", equalTo(claims.get("sid").textValue()))
                .header("X-Auth-Email", equalTo(user.email()))
                .header("X-Auth-Expires", equalTo(claims.get("exp").asText()));
    }

    @ParameterizedTest
    @CsvSource({"dürer@example.com, d%C3%BCrer@example.com", "100%@example.com, 100%25@example.com"})
    void encodesAnEmailThatAHeaderCanNotHold(String email, String header) {
        String unique = "x" + System.nanoTime();
        String token =
                TestUsers.register(TestUsers.registration(unique + email)).path("data.accessToken");
        verify(token).then().header("X-Auth-Email", equalTo(unique + header));
    }

    @Test
    void takesThePathThatAGatewayAppends() {
        given().header("authorization", TestUsers.register().accessToken())
                .get("/verify/orders/7")
                .then()
                .statusCode(204);
    }

    @Test
    void refusesARevokedTokenAtOnce() {
        SignedInUser user = TestUsers.register();
        verify(user.accessToken()).then().statusCode(204);
        TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
        verify(user.accessToken()).then().spec(problem(403, "revoked_token"));
    }

    @Test
    void demandsAToken() {
        given().get("/verify").then().spec(problem(401, "missing_token"));
        verify(TestUsers.register().refreshToken()).then().spec(problem(403, "invalid_token"));
    }

    private static Response verify(String token) {
        return given().header("authorization", token).get("/verify");
    }
}
