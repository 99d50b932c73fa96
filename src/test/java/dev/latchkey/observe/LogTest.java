package dev.latchkey.observe;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The security events, and what the log must never tell. */
@QuarkusTest
class LogTest extends CapturedLog {

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
}
