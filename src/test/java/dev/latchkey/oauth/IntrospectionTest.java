package dev.latchkey.oauth;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.TestServices;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class IntrospectionTest {
    private static final String ROUTE = "/oauth/introspect";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String INACTIVE = "{\"active\":false}";

    @Test
    void tellsWhatAnAccessTokenSays() throws IOException {
        SignedInUser user = TestUsers.register();
        JsonNode claims = TestTokens.claimsOf(user.accessToken());
        JsonNode answer = answer(introspect(user.accessToken()));
        assertEquals(true, answer.get("active").booleanValue());
        for (String claim :
                new String[] {"sub", "sid", "iss", "jti", "exp", "iat", "email", "email_verified", "name"}) {
            assertEquals(claims.get(claim).asText(), answer.get(claim).asText(), claim);
        }
        assertEquals(user.id(), answer.get("sub").textValue());
        assertEquals("Bearer", answer.get("token_type").textValue());
    }

    @Test
    void tellsWhatARefreshTokenSays() throws IOException {
        SignedInUser user = TestUsers.register();
        JsonNode claims = TestTokens.claimsOf(user.refreshToken());
        JsonNode answer = answer(introspect(user.refreshToken()));
        assertEquals(true, answer.get("active").booleanValue());
        for (String claim : new String[] {"sub", "sid", "iss", "jti", "exp", "iat"}) {
            assertEquals(claims.get(claim).asText(), answer.get(claim).asText(), claim);
        }
        assertEquals("refresh_token", answer.get("token_type").textValue());
        assertEquals(claims.get("iss").textValue(), answer.get("aud").textValue());
        assertEquals(false, answer.has("email"));
    }

    @Test
    void isNotToBeStored() {
        introspect(TestUsers.register().accessToken()).then().header("Cache-Control", "no-store");
    }

    /** {@code /verify} and {@code /refresh-tokens} decide what a token is worth: this must say the same. */
    @Test
    void agreesWithWhatTheServiceAcceptsItself() {
        accessTokens().forEach((name, token) -> {
            boolean accepted =
                    given().header("authorization", token).get("/verify").statusCode() == 200;
            assertEquals(accepted, introspect(token).path("active"), name);
            assertEquals(name.startsWith("good"), accepted, name);
        });
    }

    private static Map<String, String> accessTokens() {
        Map<String, String> tokens = new LinkedHashMap<>();
        Instant past = Instant.now().minus(Duration.ofHours(1));
        SignedInUser rotated = TestUsers.register();
        Response pair = TestUsers.refresh(rotated.refreshToken());
        SignedInUser loggedOut = TestUsers.register();
        TestUsers.logout(loggedOut.accessToken(), loggedOut.refreshToken());
        SignedInUser endedByAnother = TestUsers.register();
        SignedInUser other = TestUsers.login(endedByAnother);
        TestUsers.end(other.accessToken(), TestTokens.sessionOf(endedByAnother.accessToken()));
        SignedInUser everywhere = TestUsers.register();
        TestUsers.logoutAll(everywhere.accessToken());
        String good = TestUsers.register().accessToken();
        tokens.put("good", good);
        tokens.put("good, after a rotation", pair.path("data.accessToken"));
        tokens.put("good, beside one that ended", other.accessToken());
        tokens.put("rotated", rotated.accessToken());
        tokens.put("logged out", loggedOut.accessToken());
        tokens.put("ended by another session", endedByAnother.accessToken());
        tokens.put("logged out everywhere", everywhere.accessToken());
        tokens.put(
                "expired",
                TestTokens.access()
                        .issuedAt(past)
                        .expiresAt(past.plusSeconds(60))
                        .compact());
        tokens.put(
                "of tomorrow",
                TestTokens.access(Instant.now().plus(Duration.ofDays(1))).compact());
        tokens.put(
                "signed with the other key",
                TestTokens.like(good).signedWith(TestTokens.REFRESH_KEY).compact());
        tokens.put("alg none", TestTokens.like(good).header("alg", "none").compact());
        tokens.put(
                "of another issuer", TestTokens.like(good).claim("iss", "other").compact());
        tokens.put("tampered", good.substring(0, good.length() - 2) + "AA");
        tokens.put("with something after it", good + ".");
        tokens.put("garbage", "a.b.c");
        tokens.put("of another kind", "opaque-token");
        tokens.put("giant", "a".repeat(12_000));
        return tokens;
    }

    @Test
    void takesARefreshTokenForActiveAsLongAsItGivesAPair() {
        SignedInUser user = TestUsers.register();
        SignedInUser deleted = TestUsers.register();
        SignedInUser out = TestUsers.register();
        String next = TestUsers.refresh(user.refreshToken()).path("data.refreshToken");
        introspect(user.refreshToken()).then().body("active", equalTo(true));
        String last = TestUsers.refresh(next).path("data.refreshToken");
        introspect(user.refreshToken()).then().body(equalTo(INACTIVE));
        introspect(last).then().body("active", equalTo(true));
        TestUsers.delete(deleted.accessToken(), TestUsers.PASSWORD).then().statusCode(204);
        introspect(deleted.refreshToken()).then().body(equalTo(INACTIVE));
        TestUsers.logout(out.accessToken(), out.refreshToken()).then().statusCode(200);
        introspect(out.refreshToken()).then().body(equalTo(INACTIVE));
        introspect(TestTokens.refresh().compact()).then().body(equalTo(INACTIVE));
    }

    /** Asking about a token that was replaced is no use of it. */
    @Test
    void endsNoSession() {
        SignedInUser user = TestUsers.register();
        String next = TestUsers.refresh(user.refreshToken()).path("data.refreshToken");
        String last = TestUsers.refresh(next).path("data.refreshToken");
        introspect(user.refreshToken()).then().statusCode(200);
        TestUsers.refresh(last).then().statusCode(200);
    }

    @Test
    void saysNothingElseOfATokenThatIsNotActive() {
        introspect("a.b.c")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body(equalTo(INACTIVE));
    }

    @Test
    void takesTheKeyByBearerAndByBasicAsAForm() {
        String token = TestUsers.register().accessToken();
        for (String header : new String[] {
            TestServices.orders(),
            "bearer " + TestServices.ADMIN_KEY,
            TestServices.basic("orders:" + TestServices.ORDERS_KEY),
            TestServices.basic("%6Frders:" + TestServices.ORDERS_KEY.replace("-", "%2D")),
            TestServices.basic("orders:a%2Bb%2Fc%3D%3A+%C3%A4")
        }) {
            introspect(token, header).then().statusCode(200).body("active", equalTo(true));
        }
    }

    @Test
    void refusesWhoeverHasNoKey() {
        String token = TestUsers.register().accessToken();
        refused(given().contentType(FORM).body("token=" + token).post(ROUTE));
        for (String header : new String[] {
            "",
            "Bearer",
            TestServices.ORDERS_KEY,
            "Bearer " + TestServices.ORDERS_KEY + "x",
            "Bearer " + token,
            "Bearer " + TestServices.EXPIRED_KEY,
            "Bearer orders:" + TestServices.ORDERS_KEY,
            "Digest " + TestServices.ORDERS_KEY,
            TestServices.basic("expired:" + TestServices.EXPIRED_KEY),
            TestServices.basic("admin:" + TestServices.ORDERS_KEY),
            TestServices.basic("Orders:" + TestServices.ORDERS_KEY),
            TestServices.basic(":" + TestServices.ORDERS_KEY),
            TestServices.basic("orders:"),
            TestServices.basic("orders"),
            TestServices.basic("orders:a+b/c=:\u00e4"),
            TestServices.basic("orders:%zz"),
            "Basic orders:" + TestServices.ORDERS_KEY,
            TestServices.orders() + ", " + TestServices.basic("orders:" + TestServices.ORDERS_KEY)
        }) {
            refused(introspect(token, header));
        }
        refused(given().header("authorization", TestServices.orders(), TestServices.orders())
                .contentType(FORM)
                .body("token=" + token)
                .post(ROUTE));
        refused(given().contentType(FORM)
                .body("token=" + token + "&client_id=orders&client_secret=" + TestServices.ORDERS_KEY)
                .post(ROUTE));
    }

    private static void refused(Response response) {
        response.then()
                .spec(problem(401, "invalid_client"))
                .header("WWW-Authenticate", "Basic realm=\"latchkey\", Bearer realm=\"latchkey\"")
                .body("error", equalTo("invalid_client"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "token",
                "token=",
                "tokens=a",
                "Token=a",
                "token_type_hint=access_token",
                "token=a&token=a",
                "token=a&token=b",
                "token=a&%74oken=b",
                "token=%",
                "token=%zz"
            })
    void wantsAFormWithExactlyOneToken(String form) {
        given().header("authorization", TestServices.orders())
                .contentType(FORM)
                .body(form)
                .post(ROUTE)
                .then()
                .spec(problem(400, "invalid_request"));
    }

    @Test
    void namesTheErrorAsOAuthDoes() {
        given().header("authorization", TestServices.orders())
                .contentType(FORM)
                .body("x=y")
                .post(ROUTE)
                .then()
                .body("error", equalTo("invalid_request"));
        given().post("/user/details").then().body("error", blankOrNullString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "refresh_token", "unknown", ""})
    void takesAHintForWhatItIs(String hint) {
        given().header("authorization", TestServices.orders())
                .contentType(FORM + ";charset=UTF-8")
                .body("token_type_hint=" + hint + "&token="
                        + TestUsers.register().accessToken())
                .post(ROUTE)
                .then()
                .statusCode(200)
                .body("active", equalTo(true));
    }

    @Test
    void refusesATokenInTheQuery() {
        String token = TestUsers.register().accessToken();
        for (String form : new String[] {"", "token=" + token}) {
            given().header("authorization", TestServices.orders())
                    .contentType(FORM)
                    .queryParam("token", token)
                    .body(form)
                    .post(ROUTE)
                    .then()
                    .spec(problem(400, "invalid_request"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencodedx"})
    void refusesAnotherTypeOfBody(String type) {
        given().header("authorization", TestServices.orders())
                .header("content-type", type)
                .body("token=a".getBytes(StandardCharsets.US_ASCII))
                .post(ROUTE)
                .then()
                .spec(problem(415, "unsupported_media_type"));
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        given().header("authorization", TestServices.orders())
                .contentType(FORM)
                .body("token=" + "a".repeat(17_000))
                .post(ROUTE)
                .then()
                .spec(problem(413, "body_too_large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "PATCH"})
    void isForPostAlone(String method) {
        given().header("authorization", TestServices.orders())
                .request(method, ROUTE)
                .then()
                .statusCode(405)
                .header("Allow", "POST");
    }

    private static Response introspect(String token) {
        return introspect(token, TestServices.orders());
    }

    private static Response introspect(String token, String authorization) {
        return given().header("authorization", authorization)
                .contentType(FORM)
                .body("token=" + token)
                .post(ROUTE);
    }

    private static JsonNode answer(Response response) throws IOException {
        assertEquals(200, response.statusCode());
        return new ObjectMapper().readTree(response.asString());
    }
}
