package dev.latchkey.observe;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the log tells, and what it must never tell. */
@QuarkusTest
class LogTest {
    private final Captured log = new Captured();

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(log);
    }

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

    @Nested
    class SecurityEvents {

        @Test
        void tellWhoDidWhatInWhichSessionFromWhere() {
            SignedInUser user = TestUsers.register();
            String session = TestTokens.sessionOf(user.refreshToken());
            Response pair = TestUsers.refresh(user.refreshToken());
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
            TestUsers.logout(pair.path("data.accessToken"), pair.path("data.refreshToken"))
                    .then()
                    .statusCode(200);
            TestUsers.login(user.email(), "wrong horse battery").then().statusCode(401);
            String who = " user=" + user.id() + " session=";
            assertEquals(
                    List.of(
                            "event=registered" + who + "- client=127.0.0.1",
                            "event=login" + who + session + " client=127.0.0.1",
                            "event=refreshed" + who + session + " client=127.0.0.1",
                            "event=refresh_replayed" + who + session + " client=127.0.0.1",
                            "event=logout" + who + session + " client=127.0.0.1",
                            "event=login_failed" + who + "- client=127.0.0.1"),
                    log.messages("latchkey.audit").stream()
                            .filter(line -> line.contains(user.id()))
                            .toList());
        }

        @Test
        void tellOfATokenThatIsReusedAndOfSessionsThatAreEnded() {
            SignedInUser user = TestUsers.register();
            String second = TestUsers.refresh(user.refreshToken()).path("data.refreshToken");
            TestUsers.refresh(second).then().statusCode(200);
            TestUsers.refresh(user.refreshToken()).then().statusCode(403);
            SignedInUser next = TestUsers.login(user);
            SignedInUser other = TestUsers.login(user);
            String id = TestTokens.sessionOf(other.refreshToken());
            given().header("authorization", next.accessToken())
                    .delete("/sessions/{id}", id)
                    .then()
                    .statusCode(204);
            given().header("authorization", next.accessToken())
                    .post("/logout/all")
                    .then()
                    .statusCode(200);
            List<String> events = log.messages("latchkey.audit").stream()
                    .filter(line -> line.contains(user.id()))
                    .map(line -> line.substring("event=".length(), line.indexOf(' ')))
                    .toList();
            assertEquals(
                    List.of(
                            "registered",
                            "login",
                            "refreshed",
                            "refreshed",
                            "token_reused",
                            "login",
                            "login",
                            "session_ended",
                            "logout_all"),
                    events);
        }
    }

    @Nested
    class TwoWhoHaveTheSameToken {

        /** Whoever of the two comes first. */
        @ParameterizedTest
        @CsvSource({"Firefox, curl/8", "curl/8, Firefox"})
        void areAWarningWithinTheGrace(String first, String second) {
            SignedInUser user = TestUsers.register();
            assertEquals(200, refresh(user, first).statusCode());
            assertEquals(200, refresh(user, first).statusCode());
            assertEquals(200, refresh(user, second).statusCode());
            assertEquals(List.of("refreshed", "refresh_replayed", "refresh_replayed_by_another_client"), events(user));
            ExtLogRecord warned = log.last("latchkey.audit");
            assertEquals(Level.WARN, warned.getLevel());
            assertTrue(Captured.MESSAGE.format(warned).endsWith(" client=127.0.0.1 rotated_by=127.0.0.1"));
        }

        @Test
        void areAWarningAtALogoutThatHasAnOlderToken() {
            SignedInUser user = TestUsers.register();
            String thiefs = TestUsers.refresh(user.refreshToken()).path("data.refreshToken");
            TestUsers.refresh(thiefs).then().statusCode(200);
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
            assertEquals(List.of("refreshed", "refreshed", "token_reused", "logout"), events(user));
        }

        @Test
        void areAWarningAtALogoutEverywhereThatHasAnOlderToken() {
            SignedInUser user = TestUsers.register();
            String thiefs = TestUsers.refresh(user.refreshToken()).path("data.refreshToken");
            TestUsers.refresh(thiefs).then().statusCode(200);
            TestUsers.logoutAll(user.accessToken()).then().statusCode(200);
            assertEquals(List.of("refreshed", "refreshed", "token_reused", "logout_all"), events(user));
        }

        @Test
        void areNoneAtALogoutWithinTheGrace() {
            SignedInUser user = TestUsers.register();
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
            assertEquals(List.of("refreshed", "logout"), events(user));
        }

        private Response refresh(SignedInUser user, String userAgent) {
            return given().header("authorization", user.refreshToken())
                    .header("user-agent", userAgent)
                    .post("/refresh-tokens");
        }

        private List<String> events(SignedInUser user) {
            return log.messages("latchkey.audit").stream()
                    .filter(line -> line.contains(user.id()))
                    .map(line -> line.substring("event=".length(), line.indexOf(' ')))
                    .filter(event -> !event.equals("registered") && !event.equals("login"))
                    .toList();
        }
    }

    @Nested
    class Secrets {

        @Test
        void areNeverLogged() {
            SignedInUser user = TestUsers.register();
            TestUsers.details(user.accessToken()).then().statusCode(200);
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
            TestUsers.details(user.accessToken() + "x").then().statusCode(403);
            TestUsers.register(TestUsers.registration(user.email())).then().statusCode(409);
            TestUsers.login(user.email(), TestUsers.PASSWORD + "x").then().statusCode(401);
            String all = log.all();
            assertFalse(all.contains(TestUsers.PASSWORD), all);
            assertFalse(all.contains(user.email()), all);
            assertFalse(all.contains("eyJ"), all);
            assertFalse(all.contains("$2"), all);
        }
    }

    /** All records since the test began. */
    private static final class Captured extends Handler {
        private static final PatternFormatter MESSAGE = new PatternFormatter("%s");

        private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord logged) {
            ExtLogRecord copy = ExtLogRecord.wrap(logged);
            copy.copyAll();
            records.add(copy);
        }

        /** The lines of one logger that carry this request id. */
        List<String> of(String requestId, String logger) {
            return records.stream()
                    .filter(logged -> requestId.equals(logged.getMdc("requestId")) && is(logged, logger))
                    .map(MESSAGE::format)
                    .toList();
        }

        List<String> messages(String logger) {
            return records.stream()
                    .filter(logged -> is(logged, logger))
                    .map(MESSAGE::format)
                    .toList();
        }

        ExtLogRecord last(String logger) {
            return records.stream()
                    .filter(logged -> is(logged, logger))
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
        }

        String all() {
            StringBuilder all = new StringBuilder();
            records.forEach(logged -> all.append(MESSAGE.format(logged))
                    .append(logged.getThrown())
                    .append('\n'));
            return all.toString();
        }

        private static boolean is(ExtLogRecord logged, String logger) {
            return logger.equals(logged.getLoggerName());
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
