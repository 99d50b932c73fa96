package dev.latchkey.signin.recovery;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.Parallel;
import dev.latchkey.ShiftableClock;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.Mailbox;
import dev.latchkey.mail.TestMails;
import dev.latchkey.mail.TestMails.TestMail;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RecoveryResourceTest {
    private static final String NEW = "purple window elephant";

    @Inject
    Mailbox mailbox;

    @Inject
    ShiftableClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Nested
    class Ask {

        @Test
        void sendsAMailWithALinkToOurPageAndACode() {
            SignedInUser user = TestUsers.register();
            String flow = TestUsers.recover(user.email())
                    .then()
                    .statusCode(202)
                    .body("data.flow", matchesPattern("[A-Za-z0-9_-]{20,100}"))
                    .extract()
                    .path("data.flow");
            TestMail mail = recoveryOf(user);
            assertEquals("/account/recover", mail.link().getPath());
            assertEquals("localhost", mail.link().getHost());
            confirm(Map.of("flow", flow, "code", mail.code(), "password", NEW))
                    .then()
                    .statusCode(200);
        }

        /** A pattern that calls itself for each part would fill the stack. */
        @Test
        void refusesALanguageThatIsFarTooLong() {
            given().contentType(ContentType.JSON)
                    .body(Map.of("email", TestUsers.newEmail(), "locale", "aa" + "-a".repeat(8_000)))
                    .post("/password/recovery")
                    .then()
                    .spec(problem(400, "invalid_request"));
        }

        @Test
        void saysTheSameOfAnAddressThatNobodyHas() {
            SignedInUser verified = TestUsers.register();
            byToken(verified, NEW).then().statusCode(200);
            Response unknown = TestUsers.recover(TestUsers.newEmail());
            for (SignedInUser known : List.of(TestUsers.register(), verified)) {
                Response answer = TestUsers.recover(known.email());
                assertEquals(unknown.statusCode(), answer.statusCode());
                assertEquals(withoutFlow(unknown), withoutFlow(answer));
                assertEquals(flow(unknown).length(), flow(answer).length());
                assertEquals(headersOf(unknown), headersOf(answer));
            }
        }

        private static String withoutFlow(Response response) {
            return response.asString().replace(flow(response), "");
        }

        private static String flow(Response response) {
            return response.path("data.flow");
        }

        /** All, but for the values of those that are another for each request. */
        private static List<String> headersOf(Response response) {
            return response.headers().asList().stream()
                    .map(header -> Set.of("Date", "X-Request-Id").contains(header.getName())
                            ? header.getName()
                            : header.toString())
                    .toList();
        }

        /** The mail that arrives first does. */
        @Test
        void sendsTheSameTokenAgain() {
            SignedInUser user = TestUsers.register();
            TestUsers.recover(user.email()).then().statusCode(202);
            String first = recoveryOf(user).token();
            TestUsers.recover(user.email()).then().statusCode(202);
            assertEquals(
                    first,
                    TestMails.await(mailbox, MailKind.RECOVERY, user.email(), 2).token());
        }

        /** Else a stranger who asks again could take from the user a mail that has arrived. */
        @Test
        void leavesTheTokenThatHasArrivedUntilItExpiresOrEitherIsUsed() {
            SignedInUser user = TestUsers.register();
            TestUsers.recover(user.email()).then().statusCode(202);
            String first = recoveryOf(user).token();
            clock.advance(Duration.ofMinutes(31));
            TestUsers.recover(user.email()).then().statusCode(202);
            String second =
                    TestMails.await(mailbox, MailKind.RECOVERY, user.email(), 2).token();
            assertNotEquals(first, second);
            confirm(Map.of("token", first, "password", NEW)).then().statusCode(200);
            confirm(Map.of("token", second, "password", NEW)).then().spec(problem(403, "invalid_token"));
        }

        @Test
        void givesATokenInThePlaceOfOneThatEndsSoon() {
            SignedInUser user = TestUsers.register();
            TestUsers.recover(user.email()).then().statusCode(202);
            String first = recoveryOf(user).token();
            clock.advance(Duration.ofMinutes(31));
            String flow = TestUsers.recover(user.email()).path("data.flow");
            TestMail second = TestMails.await(mailbox, MailKind.RECOVERY, user.email(), 2);
            clock.advance(Duration.ofMinutes(30));
            confirm(Map.of("token", first, "password", NEW)).then().spec(problem(403, "invalid_token"));
            confirm(Map.of("flow", flow, "code", second.code(), "password", NEW))
                    .then()
                    .statusCode(200);
            confirm(Map.of("token", second.token(), "password", NEW)).then().spec(problem(403, "invalid_token"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Host", "X-Forwarded-Host", "Origin", "Forwarded"})
        void neverTakesTheHostOfALinkFromTheRequest(String header) {
            SignedInUser user = TestUsers.register();
            io.restassured.RestAssured.given()
                    .header(header, header.equals("Forwarded") ? "host=evil.example" : "https://evil.example")
                    .contentType("application/json")
                    .body(Map.of("email", user.email()))
                    .post("/password/recovery");
            TestUsers.recover(user.email());
            TestMail mail = recoveryOf(user);
            assertTrue(!(mail.mail().text() + mail.mail().html()).contains("evil"), "no host of a header");
        }

        @Test
        void refusesWhatIsNoEmail() {
            TestUsers.recover(" ").then().spec(problem(400, "invalid_request"));
        }
    }

    @Nested
    class Confirm {

        @Test
        void setsThePasswordAndEndsEverySession() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.login(user);
            byToken(user, NEW).then().statusCode(200);
            for (SignedInUser session : List.of(user, other)) {
                TestUsers.details(session.accessToken()).then().spec(problem(403, "revoked_token"));
                TestUsers.refresh(session.refreshToken()).then().spec(problem(403, "revoked_token"));
            }
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().spec(problem(401, "invalid_credentials"));
            TestUsers.login(user.email(), NEW).then().statusCode(200);
        }

        @Test
        void givesNoTokens() {
            byToken(TestUsers.register(), NEW).then().statusCode(200).body("data", equalTo(null));
        }

        @Test
        void showsThatTheEmailIsTheUsers() {
            SignedInUser user = TestUsers.register();
            byToken(user, NEW).then().statusCode(200);
            String access = TestUsers.login(user.email(), NEW).path("data.accessToken");
            TestUsers.details(access).then().body("data.emailVerified", equalTo(true));
        }

        @Test
        void tellsTheUser() {
            SignedInUser user = TestUsers.register();
            byToken(user, NEW).then().statusCode(200);
            TestMails.await(mailbox, MailKind.PASSWORD_RESET, user.email());
        }

        @Test
        void worksOnce() {
            SignedInUser user = TestUsers.register();
            String token = tokenOf(user);
            confirm(Map.of("token", token, "password", NEW)).then().statusCode(200);
            confirm(Map.of("token", token, "password", "yellow tractor seventeen"))
                    .then()
                    .spec(problem(403, "invalid_token"));
            TestUsers.login(user.email(), NEW).then().statusCode(200);
        }

        @Test
        void keepsTheTokenAfterAWeakPassword() {
            SignedInUser user = TestUsers.register();
            String token = tokenOf(user);
            confirm(Map.of("token", token, "password", "password")).then().spec(problem(400, "weak_password"));
            confirm(Map.of("token", token, "password", NEW)).then().statusCode(200);
        }

        @Test
        void refusesAWrongCode() {
            SignedInUser user = TestUsers.register();
            String flow = TestUsers.recover(user.email()).path("data.flow");
            TestMail mail = recoveryOf(user);
            String wrong = mail.code().startsWith("0")
                    ? "1" + mail.code().substring(1)
                    : "0" + mail.code().substring(1);
            confirm(Map.of("flow", flow, "code", wrong, "password", NEW)).then().spec(problem(403, "invalid_token"));
            confirm(Map.of("flow", flow, "code", mail.code(), "password", NEW))
                    .then()
                    .statusCode(200);
        }

        @Test
        void refusesTheCodeOfAnAddressThatNobodyHas() {
            String flow = TestUsers.recover(TestUsers.newEmail()).path("data.flow");
            confirm(Map.of("flow", flow, "code", "12345678", "password", NEW))
                    .then()
                    .spec(problem(403, "invalid_token"));
        }

        @Test
        void refusesATokenForAnotherPurpose() {
            SignedInUser user = TestUsers.register();
            String token = TestMails.await(mailbox, MailKind.VERIFICATION, user.email())
                    .token();
            confirm(Map.of("token", token, "password", NEW)).then().spec(problem(403, "invalid_token"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "garbage", "AQIAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
        void refusesGarbage(String token) {
            confirm(Map.of("token", token, "password", NEW)).then().spec(problem(403, "invalid_token"));
            confirm(Map.of("flow", token, "code", "12345678", "password", NEW))
                    .then()
                    .spec(problem(403, "invalid_token"));
        }

        @Test
        void wantsATokenOrACodeWithItsFlow() {
            confirm(Map.of("password", NEW)).then().spec(problem(400, "invalid_request"));
            confirm(Map.of("password", NEW, "code", "12345678")).then().spec(problem(400, "invalid_request"));
            confirm(Map.of("password", NEW, "flow", "x", "code", "1", "token", "t"))
                    .then()
                    .spec(problem(400, "invalid_request"));
        }
    }

    @Nested
    class PlantedAccount {

        /** Whoever has registered with somebody else's address has nothing left once its owner comes. */
        @Test
        void isTheOwnersAfterTheRecovery() {
            SignedInUser planted = TestUsers.register();
            byToken(planted, NEW).then().statusCode(200);
            TestUsers.details(planted.accessToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(planted.refreshToken()).then().statusCode(403);
            TestUsers.login(planted.email(), TestUsers.PASSWORD).then().spec(problem(401, "invalid_credentials"));
        }

        @Test
        void hasNoChangeOfTheEmailUnderWay() {
            SignedInUser planted = TestUsers.register();
            String elsewhere = TestUsers.newEmail();
            TestUsers.changeEmail(planted.accessToken(), elsewhere, TestUsers.PASSWORD)
                    .then()
                    .statusCode(202);
            String token =
                    TestMails.await(mailbox, MailKind.EMAIL_CHANGE, elsewhere).token();
            byToken(planted, NEW).then().statusCode(200);
            TestUsers.confirmEmail(Map.of("token", token)).then().spec(problem(403, "invalid_token"));
        }
    }

    @Nested
    class Race {

        @Test
        void ofParallelConfirmsOneWins() throws Exception {
            SignedInUser user = TestUsers.register();
            String flow = TestUsers.recover(user.email()).path("data.flow");
            TestMail mail = recoveryOf(user);
            List<Callable<Integer>> confirms = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String password = NEW + " " + i;
                confirms.add(() -> confirm(Map.of("token", mail.token(), "password", password))
                        .statusCode());
                confirms.add(() -> confirm(Map.of("flow", flow, "code", mail.code(), "password", password))
                        .statusCode());
            }
            Parallel.assertOneWins(Parallel.race(confirms));
        }

        @Test
        void noLoginWithTheOldPasswordOutlivesARecovery() throws Exception {
            for (int round = 0; round < 5; round++) {
                SignedInUser user = TestUsers.register();
                String token = tokenOf(user);
                List<Callable<Response>> calls = new ArrayList<>();
                calls.add(() -> confirm(Map.of("token", token, "password", NEW)));
                for (int i = 0; i < 15; i++) {
                    calls.add(() -> TestUsers.login(user.email(), TestUsers.PASSWORD));
                }
                for (Response response : Parallel.race(calls)) {
                    String access = response.path("data.accessToken");
                    if (access != null) {
                        assertNotEquals(200, TestUsers.details(access).statusCode());
                    }
                }
            }
        }
    }

    private Response byToken(SignedInUser user, String password) {
        return confirm(Map.of("token", tokenOf(user), "password", password));
    }

    private String tokenOf(SignedInUser user) {
        TestUsers.recover(user.email()).then().statusCode(202);
        return recoveryOf(user).token();
    }

    private TestMail recoveryOf(SignedInUser user) {
        return TestMails.await(mailbox, MailKind.RECOVERY, user.email());
    }

    private static Response confirm(Map<String, ?> body) {
        return TestUsers.confirmRecovery(body);
    }
}
