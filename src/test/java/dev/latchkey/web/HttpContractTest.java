package dev.latchkey.web;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HttpContractTest extends RawHttp {

    @Nested
    class Routes {

        @ParameterizedTest
        @ValueSource(strings = {"/nothing", "/users", "/register/x", "/.git/config", "/q/health"})
        void answersAnUnknownPathWith404(String path) {
            given().get(path).then().spec(problem(404, "not_found"));
        }

        @ParameterizedTest
        @CsvSource({"GET, /login", "PUT, /register", "DELETE, /user/details", "PATCH, /refresh-tokens", "POST, /"})
        void answersAnotherMethodWith405(String method, String path) {
            given().request(method, path).then().spec(problem(405, "method_not_allowed"));
        }

        @ParameterizedTest
        @CsvSource({
            "GET, /login, POST",
            "OPTIONS, /login, POST",
            "PUT, /user/details/, 'GET, POST'",
            "HEAD, /sessions/1, DELETE",
            "PROPFIND, /verify/x, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'"
        })
        void saysWhichMethodsAreAllowed(String method, String path, String allowed) {
            given().request(method, path).then().statusCode(405).header("Allow", allowed);
        }

        @Test
        void answersOptionsOfAnUnknownPathWith404() {
            given().options("/nothing").then().spec(problem(404, "not_found"));
        }

        /** GET is there for clients of the original; HEAD must be safe. */
        @Test
        void doesNotActOnHead() {
            SignedInUser user = TestUsers.register();
            given().header("authorization", user.refreshToken())
                    .head("/refresh-tokens")
                    .then()
                    .statusCode(405)
                    .header("Allow", "GET, POST");
            given().header("auth-token-access", user.accessToken())
                    .header("auth-token-refresh", user.refreshToken())
                    .head("/logout")
                    .then()
                    .statusCode(405)
                    .header("Allow", "GET, POST");
            TestUsers.details(user.accessToken()).then().statusCode(200);
        }
    }

    @Nested
    class Headers {

        @ParameterizedTest
        @ValueSource(strings = {"/", "/nothing", "/user/details", "/login"})
        void tellBrowsersToMakeNothingOfAResponse(String path) {
            given().get(path)
                    .then()
                    .header("Cache-Control", "no-store")
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "no-referrer")
                    .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        }

        @Test
        void sayWithEach401WhatIsAskedFor() {
            given().get("/user/details").then().statusCode(401).header("WWW-Authenticate", "Bearer");
            TestUsers.login(TestUsers.newEmail(), "wrong horse battery")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", "Bearer");
            TestUsers.details("x").then().statusCode(403).header("WWW-Authenticate", (String) null);
        }

        @Test
        void mustNotBeLargerThan16Kib() {
            given().header("authorization", "x".repeat(BODY_LIMIT))
                    .post("/user/details")
                    .then()
                    .spec(problem(431, "headers_too_large"));
        }

        @Test
        void echoARequestIdThatIsSane() {
            given().header("X-Request-Id", "abc-123_4.5")
                    .get("/")
                    .then()
                    .header("X-Request-Id", equalTo("abc-123_4.5"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "OPTIONS"})
        void openNothingToOtherOriginsByDefault(String method) {
            given().header("Origin", "https://app.example.com")
                    .header("Access-Control-Request-Method", "GET")
                    .request(method, "/")
                    .then()
                    .header("Access-Control-Allow-Origin", nullValue());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "a\"b", "<script>", "ünsane"})
        void carryARequestIdOfOursIfItIsNot(String id) {
            given().header("X-Request-Id", id)
                    .get("/")
                    .then()
                    .header("X-Request-Id", matchesPattern("[0-9a-f]{8}-[0-9a-f-]{27}"));
        }

        @Test
        void carryARequestIdOfOursIfItIsTooLong() {
            given().header("X-Request-Id", "a".repeat(65))
                    .get("/")
                    .then()
                    .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
        }
    }

    @Nested
    class Malformed {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "GET / HTTP/1.1",
                    "GET ?x HTTP/1.1\r\nHost: x",
                    "GET /verify/%2e%2e/ HTTP/1.1\r\nHost: x",
                    "GET /verify/.. HTTP/1.1\r\nHost: x",
                    "POST //register HTTP/1.1\r\nHost: x",
                    "POST /register// HTTP/1.1\r\nHost: x",
                    "POST /register;a=b HTTP/1.1\r\nHost: x",
                    "POST /%72egister HTTP/1.1\r\nHost: x"
                })
        void requestsGetAProblemAsWell(String request) throws IOException {
            String answer = exchange(request + "\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("\"code\":\"invalid_request\""), answer);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "GET / HTTP/2.0\r\nHost: x",
                    "GET / HTTP/1.1\r\nHost: x\r\nHost: y",
                    "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked",
                    "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: a-miracle"
                })
        void requestsOfDoubtfulExtentAreRefusedAtOnce(String request) throws IOException {
            String answer = exchange(request + "\r\n\r\n");
            assertTrue(answer.split("\r\n")[0].contains(" 400 "), answer);
            assertTrue(answer.contains("\"code\":\"invalid_request\""), answer);
            assertTrue(answer.contains("cache-control: no-store") && answer.contains("X-Request-Id"), answer);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity",
                    "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                    "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: identity",
                    "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\nTransfer-Encoding: chunked",
                    "POST /login HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked"
                })
        void requestsWithTwoFramingsAreRefusedByTheParser(String request) throws IOException {
            String answer = exchange(request + "\r\n\r\n2\r\n{}\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(answer.split("\r\n")[0].contains(" 400 "), answer);
            assertFalse(answer.contains("Server is running"), answer);
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32"})
        void encodingsAreRefused(String charset) {
            byte[] body = "{\"email\":\"a@example.com\",\"password\":\"p\"}".getBytes(Charset.forName(charset));
            given().contentType("application/json")
                    .body(body)
                    .post("/login")
                    .then()
                    .spec(problem(400, "invalid_request"));
        }

        @Test
        void utf8IsRefused() {
            byte[] overlong =
                    "{\"email\":\"\u00c0\u00af@example.com\",\"password\":\"p\"}".getBytes(StandardCharsets.ISO_8859_1);
            given().contentType("application/json")
                    .body(overlong)
                    .post("/login")
                    .then()
                    .spec(problem(400, "invalid_request"));
        }
    }
}
