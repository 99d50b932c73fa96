package dev.latchkey.observe;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestServices;
import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The line of each request. */
@QuarkusTest
class AccessLogTest extends CapturedLog {

    @Nested
    class Access {

        @Test
        void hasMethodRouteStatusDurationAndRequestIdOfEachRequest() {
            given().header("X-Request-Id", "log-test-1")
                    .delete("/sessions/of-nobody")
                    .then()
                    .statusCode(401);
            await().until(() -> !log.of("log-test-1", "latchkey.access").isEmpty());
            String line = log.of("log-test-1", "latchkey.access").get(0);
            assertTrue(line.matches("method=DELETE route=/sessions/\\{id} status=401 duration=\\d+ms"), line);
        }

        @Test
        void namesTheServiceThatHasShownItsKey() {
            given().header("X-Request-Id", "log-test-service")
                    .header("Authorization", TestServices.orders())
                    .formParam("token", "no token")
                    .post("/oauth/introspect")
                    .then()
                    .statusCode(200);
            await().until(() -> !log.of("log-test-service", "latchkey.access").isEmpty());
            String line = log.of("log-test-service", "latchkey.access").get(0);
            assertTrue(
                    line.matches("method=POST route=/oauth/introspect status=200 duration=\\d+ms service=orders"
                            + " client=127\\.0\\.0\\.1"),
                    line);
        }

        @Test
        void hasNoPatternInTheRoute() {
            given().header("X-Request-Id", "log-test-verify")
                    .get("/verify/some/path")
                    .then()
                    .statusCode(401);
            await().until(() -> !log.of("log-test-verify", "latchkey.access").isEmpty());
            String line = log.of("log-test-verify", "latchkey.access").get(0);
            assertTrue(line.startsWith("method=GET route=/verify{path} status=401 "), line);
        }

        /** Else each request may leave a line as long as a request line may be. */
        @Test
        void hidesTheMethodThatAClientMadeUp() {
            given().header("X-Request-Id", "log-test-method")
                    .request("SECRET".repeat(100), "/login")
                    .then()
                    .statusCode(405);
            await().until(() -> !log.of("log-test-method", "latchkey.access").isEmpty());
            String line = log.of("log-test-method", "latchkey.access").get(0);
            assertTrue(line.matches("method=OTHER route=\\S+ status=405 duration=\\d+ms"), line);
        }

        @Test
        void hidesThePathOfWhatIsNotThere() {
            given().header("X-Request-Id", "log-test-2")
                    .get("/secret-path?token=secret")
                    .then()
                    .statusCode(404);
            await().until(() -> !log.of("log-test-2", "latchkey.access").isEmpty());
            assertEquals(1, log.of("log-test-2", "latchkey.access").size());
            assertFalse(log.all().contains("secret"), log::all);
        }
    }

    @Nested
    class ClientsThatGoAway {

        /** With a reset, in the middle of the body. */
        @Test
        void areNoFailureOfOurs() throws IOException {
            leave("log-test-3", "POST /login HTTP/1.1\r\nContent-Length: 100\r\n", "{");
            assertOnlyAccess("log-test-3", "method=POST route=- status=- duration=\\d+ms");
        }

        @Test
        void areNoFailureOfOursWithMalformedChunksEither() throws IOException {
            leave("log-test-4", "POST /login HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", "no size\r\n");
            assertOnlyAccess("log-test-4", "method=POST route=- status=.* duration=\\d+ms");
        }

        @Test
        void areNoFailureOfOursWhileTheirRequestIsServed() throws IOException {
            String body = "{\"email\":\"nobody@example.com\",\"password\":\"wrong horse\"}";
            String head = "POST /login HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: " + body.length();
            leave("log-test-5", head + "\r\n", body);
            await().until(() -> !log.of("log-test-5", "latchkey.access").isEmpty());
            TestUsers.login(TestUsers.newEmail(), "wrong horse battery").then().statusCode(401);
            assertFalse(log.all().contains("Unexpected failure"), log::all);
        }

        private void leave(String id, String head, String body) throws IOException {
            try (Socket socket = new Socket(URI.create(RestAssured.baseURI).getHost(), RestAssured.port)) {
                String request = head + "Host: x\r\nX-Request-Id: " + id + "\r\n\r\n" + body;
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.setSoLinger(true, 0);
            }
        }

        private void assertOnlyAccess(String id, String line) {
            await().until(() -> !log.of(id, "latchkey.access").isEmpty());
            given().get("/").then().statusCode(200);
            String access = log.of(id, "latchkey.access").get(0);
            assertTrue(access.matches(line), access);
            assertFalse(log.all().contains("Unexpected failure"), log::all);
        }
    }
}
