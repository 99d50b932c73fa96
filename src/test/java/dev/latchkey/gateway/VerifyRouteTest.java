package dev.latchkey.gateway;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class VerifyRouteTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void vouchesForAGoodTokenWhateverTheMethod(String method) {
        given().header("authorization", "Bearer " + TestUsers.register().accessToken())
                .request(method, "/verify")
                .then()
                .statusCode(200)
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

    /** Another program may have written them. */
    @Test
    void encodesRolesThatAHeaderCanNotHold() {
        String token = TestTokens.like(TestUsers.register().accessToken())
                .claim("roles", List.of("b\u00fcro", "a\r\nX-Auth-Subject: b"))
                .compact();
        verify(token).then().statusCode(200).header("X-Auth-Roles", equalTo("b%C3%BCro,a%0D%0AX-Auth-Subject:%20b"));
    }

    @Test
    void takesThePathThatAGatewayAppends() {
        given().header("authorization", TestUsers.register().accessToken())
                .get("/verify/orders/7")
                .then()
                .statusCode(200);
    }

    /** nginx asks by GET, with the headers of the request, and without its body. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "POST"})
    void overlooksThatTheRequestIsAForm(String method) {
        given().header("authorization", TestUsers.register().accessToken())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .request(method, "/verify")
                .then()
                .statusCode(200);
    }

    @Test
    void refusesARevokedTokenAtOnce() {
        SignedInUser user = TestUsers.register();
        verify(user.accessToken()).then().statusCode(200);
        TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
        verify(user.accessToken()).then().spec(problem(403, "revoked_token"));
    }

    /** Their questions go to Redis together. */
    @Test
    void tellsRequestsApartThatArriveTogether() throws Exception {
        List<Callable<Boolean>> callers = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            SignedInUser user = TestUsers.register();
            boolean out = i % 2 == 0;
            if (out) {
                TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
            }
            callers.add(() -> isAnsweredRightAgainAndAgain(user, out));
        }
        assertEquals(Collections.nCopies(callers.size(), true), Parallel.race(callers));
    }

    private static boolean isAnsweredRightAgainAndAgain(SignedInUser user, boolean out) {
        return Stream.generate(() -> verify(user.accessToken()))
                .limit(25)
                .allMatch(answer -> out
                        ? answer.statusCode() == 403
                        : answer.statusCode() == 200 && user.id().equals(answer.header("X-Auth-Subject")));
    }

    /** Gateways keep theirs open. */
    @Test
    void closesNoConnectionWithARefusal() {
        verify("x").then().spec(problem(403, "invalid_token")).header("Connection", nullValue());
        given().get("/verify").then().spec(problem(401, "missing_token")).header("Connection", nullValue());
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
