package dev.latchkey.web;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BodyContractTest extends RawHttp {

    @Nested
    class Bodies {

        @ParameterizedTest
        @ValueSource(strings = {"/register", "/login"})
        void mustBeThere(String path) {
            given().contentType(ContentType.JSON).post(path).then().spec(problem(400, "invalid_request"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "X-No-Type: at all",
                    "Content-Type: text/plain",
                    "Content-Type: application/x-www-form-urlencoded",
                    "Content-Type: application/xml",
                    "Content-Type: application/json; charset=utf-16",
                    "Content-Type: garbage",
                    "Content-Type:",
                    "Content-Type: */*",
                    "Content-Type: application/json\r\nContent-Type: text/plain",
                    "Content-Type: application/json\r\nContent-Encoding: gzip"
                })
        void mustBeDeclaredAsJsonInUtf8(String header) throws IOException {
            String answer = exchange("POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header
                    + "\r\nContent-Length: 2\r\n\r\n{}");
            assertTrue(answer.startsWith("HTTP/1.1 415 "), answer);
            assertTrue(answer.contains("unsupported_media_type"), answer);
        }

        /** Vert.x reads a form with some methods alone, and fails with the others. */
        @ParameterizedTest
        @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain"})
        void areOverlookedWithAMethodThatHasNone(String type) throws IOException {
            String rest = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: " + type
                    + "\r\nContent-Length: 7\r\n\r\ntoken=a";
            for (String method : List.of("GET", "HEAD", "OPTIONS", "TRACE")) {
                String answer = exchange(method + " /oauth/introspect" + rest);
                assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
                assertTrue(answer.contains("\r\nAllow: POST\r\n"), answer);
            }
            assertTrue(exchange("GET /" + rest).startsWith("HTTP/1.1 200 "));
        }

        @Test
        void mayBe16KibLong() {
            String body = "{\"filler\":\"" + "x".repeat(BODY_LIMIT - 13) + "\"}";
            given().contentType(ContentType.JSON)
                    .body(body)
                    .post("/login")
                    .then()
                    .spec(problem(400, "invalid_request"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/login", "/logout"})
        void mustNotBeLonger(String path) {
            String body = "x".repeat(BODY_LIMIT + 1);
            given().contentType(ContentType.JSON).body(body).post(path).then().spec(problem(413, "body_too_large"));
        }

        @Test
        void mustNotBeLongerEvenIfTheirLengthIsNotAnnounced() throws IOException {
            String chunk = Integer.toHexString(BODY_LIMIT + 1) + "\r\n" + " ".repeat(BODY_LIMIT + 1) + "\r\n0\r\n\r\n";
            String answer = exchange("POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk);
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
            assertTrue(answer.contains("body_too_large"), answer);
        }
    }

    @Nested
    class EmptyBodies {

        @ParameterizedTest
        @ValueSource(strings = {"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "Content-Length: 00\r\n\r\n"})
        void areMissingAndNotWaitedFor(String framing) throws IOException {
            for (String route : List.of("/login", "/register")) {
                String answer = exchange("POST " + route + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\n" + framing);
                assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
                assertTrue(answer.contains("The body is missing."), answer);
            }
        }
    }

    @Nested
    class SlowBodies {

        /** More than there are worker threads: each sends the first byte of a body and no more. */
        @Test
        void doNotHoldUpOthers() throws IOException {
            List<Socket> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 300; i++) {
                    Socket socket = connect();
                    socket.getOutputStream()
                            .write(("POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                            + "Content-Length: 100\r\n\r\n{")
                                    .getBytes(StandardCharsets.ISO_8859_1));
                    slow.add(socket);
                }
                String token = TestUsers.register().accessToken();
                TestUsers.details(token).then().statusCode(200);
            } finally {
                for (Socket socket : slow) {
                    socket.close();
                }
            }
        }

        @Test
        void areGivenUp() throws IOException {
            String answer = exchange("POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("invalid_request"), answer);
        }
    }
}
