package dev.latchkey.web;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What front ends of other origins may do if an operator names them. */
@QuarkusTest
@TestProfile(CrossOriginTest.TwoOrigins.class)
class CrossOriginTest {
    private static final String ORIGIN = "https://app.example.com";

    public static final class TwoOrigins implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("CORS_ORIGINS", ORIGIN + ", http://localhost:3000");
        }
    }

    /** Else a cache would give the answer for a server, without a header of CORS, to a page. */
    @ParameterizedTest
    @ValueSource(strings = {ORIGIN, "http://localhost:3000", "https://other.example.com", ""})
    void answersDifferByOriginAlsoWhereThereIsNone(String origin) {
        RequestSpecification request = origin.isEmpty() ? given() : from(origin);
        request.get("/.well-known/jwks.json").then().header("Vary", equalToIgnoringCase("Origin"));
    }

    @Nested
    class ANamedOrigin {

        @ParameterizedTest
        @ValueSource(strings = {ORIGIN, "http://localhost:3000"})
        void readsAnswers(String origin) {
            from(origin)
                    .get("/")
                    .then()
                    .statusCode(200)
                    .header("Access-Control-Allow-Origin", equalTo(origin))
                    .header("Access-Control-Expose-Headers", containsString("x-request-id"))
                    .header("Access-Control-Expose-Headers", containsString("retry-after"));
        }

        @Test
        void readsErrors() {
            from(ORIGIN)
                    .post("/user/details")
                    .then()
                    .spec(problem(401, "missing_token"))
                    .header("Access-Control-Allow-Origin", equalTo(ORIGIN));
        }

        @Test
        void readsErrorsOfTheGate() {
            from(ORIGIN)
                    .contentType(ContentType.JSON)
                    .body("x".repeat(HttpLimits.BODY + 1))
                    .post("/login")
                    .then()
                    .spec(problem(413, "body_too_large"))
                    .header("Access-Control-Allow-Origin", equalTo(ORIGIN));
        }

        @Test
        void getsNoCredentials() {
            assertTrue(namesOfCors(from(ORIGIN).get("/")).stream().noneMatch(name -> name.contains("credentials")));
        }

        @ParameterizedTest
        @CsvSource({
            "/, GET",
            "/register, POST",
            "/login, POST",
            "/refresh-tokens, POST",
            "/logout, POST",
            "/logout/all, POST",
            "/sessions, GET",
            "/sessions/x, DELETE",
            "/user/details, POST",
            "/openapi, GET"
        })
        void mayAskBeforehand(String path, String method) {
            Response preflight = preflight(ORIGIN, path, method);
            preflight
                    .then()
                    .statusCode(204)
                    .header("Access-Control-Allow-Origin", equalTo(ORIGIN))
                    .header("Access-Control-Allow-Methods", containsString(method))
                    .header("Access-Control-Max-Age", equalTo("3600"))
                    .header("Cache-Control", equalTo("no-store"));
            for (String header : List.of(
                    "authorization", "auth-token-access", "auth-token-refresh", "content-type", "x-request-id")) {
                preflight.then().header("Access-Control-Allow-Headers", containsString(header));
            }
        }

        /** The preflight may be for the service behind the gateway, which takes a 204 for a yes. */
        @ParameterizedTest
        @ValueSource(strings = {"/verify", "/verify/orders", "//verify"})
        void isNotVerifiedForAskingBeforehand(String path) {
            preflight(ORIGIN, path, "GET").then().spec(problem(401, "missing_token"));
        }

        @Test
        void isNotVerifiedForAskingInAnotherSpelling() {
            preflight(ORIGIN, "/%76erify", "GET").then().spec(problem(400, "invalid_request"));
        }
    }

    @Nested
    class AnyOtherOrigin {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://evil.example",
                    "https://app.example.com.evil.example",
                    "https://app.example.com:8443",
                    "http://app.example.com",
                    "null",
                    "garbage"
                })
        void isServedAsIfItWereNone(String origin) {
            Response answer = from(origin)
                    .contentType(ContentType.JSON)
                    .body(TestUsers.registration(TestUsers.newEmail()))
                    .post("/register");
            answer.then().statusCode(201);
            assertTrue(namesOfCors(answer).isEmpty(), () -> namesOfCors(answer).toString());
        }

        @Test
        void isToldNothingBeforehand() {
            Response preflight = preflight("https://evil.example", "/login", "POST");
            assertTrue(namesOfCors(preflight).isEmpty(), () -> namesOfCors(preflight)
                    .toString());
        }
    }

    @Test
    void aRequestWithoutAnOriginIsServedAsEver() {
        Response answer = given().get("/");
        answer.then().statusCode(200);
        assertTrue(namesOfCors(answer).isEmpty());
    }

    private static RequestSpecification from(String origin) {
        return given().header("Origin", origin);
    }

    private static Response preflight(String origin, String path, String method) {
        return from(origin)
                .urlEncodingEnabled(false)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options(path);
    }

    private static List<String> namesOfCors(Response response) {
        return response.headers().asList().stream()
                .map(Header::getName)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith("access-control-"))
                .toList();
    }
}
