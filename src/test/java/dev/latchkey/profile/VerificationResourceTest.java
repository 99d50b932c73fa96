package dev.latchkey.profile;

import static dev.latchkey.Problems.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.Mailbox;
import dev.latchkey.mail.TestMails;
import dev.latchkey.mail.TestMails.TestMail;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class VerificationResourceTest {

    @Inject
    Mailbox mailbox;

    @Nested
    class Ask {

        @Test
        void isDoneByTheRegistration() {
            String email = TestUsers.newEmail();
            TestUsers.register(TestUsers.registration(email))
                    .then()
                    .statusCode(201)
                    .body("data.flow", notNullValue());
            assertEquals("/account/verify", verificationTo(email).link().getPath());
        }

        @Test
        void sendsTheSameMailAgain() {
            SignedInUser user = TestUsers.register();
            TestMail first = verificationTo(user.email());
            TestUsers.askForVerification(user.accessToken())
                    .then()
                    .statusCode(202)
                    .body("data.flow", notNullValue());
            TestMail second = TestMails.await(mailbox, MailKind.VERIFICATION, user.email(), 2);
            assertEquals(first.token(), second.token());
            assertEquals(first.code(), second.code());
        }

        @Test
        void refusesWhoHasVerifiedAlready() {
            SignedInUser user = verified();
            TestUsers.askForVerification(user.accessToken()).then().spec(problem(409, "already_verified"));
        }

        @Test
        void isForSignedInUsers() {
            RestAssured.given().post("/email/verification").then().spec(problem(401, "missing_token"));
        }
    }

    @Nested
    class Confirm {

        @Test
        void byTokenIsToldByTokensAndDetailsFromThenOn() {
            SignedInUser user = TestUsers.register();
            TestUsers.details(user.accessToken()).then().body("data.emailVerified", equalTo(false));
            assertEquals("false", verifiedByVerify(user.accessToken()));
            TestUsers.confirmVerification(
                            user.accessToken(),
                            Map.of("token", verificationTo(user.email()).token()))
                    .then()
                    .statusCode(200);
            TestUsers.details(user.accessToken()).then().body("data.emailVerified", equalTo(true));
            String next = TestUsers.refresh(user.refreshToken()).path("data.accessToken");
            assertTrue(TestTokens.claimsOf(next).get("email_verified").booleanValue(), "email_verified");
            assertEquals("true", verifiedByVerify(next));
        }

        @Test
        void byCode() {
            String email = TestUsers.newEmail();
            Response registered = TestUsers.register(TestUsers.registration(email));
            Map<String, String> proof = Map.of(
                    "flow",
                    registered.path("data.flow"),
                    "code",
                    verificationTo(email).code());
            TestUsers.confirmVerification(registered.<String>path("data.accessToken"), proof)
                    .then()
                    .statusCode(200);
        }

        @Test
        void byPasswordInPlaceOfAToken() {
            SignedInUser user = TestUsers.register();
            String token = verificationTo(user.email()).token();
            TestUsers.confirmVerification(Map.of("token", token)).then().spec(problem(401, "missing_token"));
            TestUsers.confirmVerification(Map.of("token", token, "password", "wrong horse battery"))
                    .then()
                    .spec(problem(401, "invalid_credentials"));
            TestUsers.confirmVerification(Map.of("token", token, "password", TestUsers.PASSWORD))
                    .then()
                    .statusCode(200);
        }

        /** Nor is the token used up by that. */
        @Test
        void refusesSomebodyElsesSession() {
            SignedInUser user = TestUsers.register();
            Map<String, String> proof =
                    Map.of("token", verificationTo(user.email()).token());
            TestUsers.confirmVerification(TestUsers.register().accessToken(), proof)
                    .then()
                    .spec(problem(403, "invalid_token"));
            TestUsers.confirmVerification(user.accessToken(), proof).then().statusCode(200);
        }

        @Test
        void refusesAnAccessTokenThatIsNotValidWhateverElseIsThere() {
            SignedInUser user = TestUsers.register();
            String token = verificationTo(user.email()).token();
            TestUsers.confirmVerification("garbage", Map.of("token", token, "password", TestUsers.PASSWORD))
                    .then()
                    .spec(problem(403, "invalid_token"));
        }

        @Test
        void worksOnce() throws Exception {
            String email = TestUsers.newEmail();
            Response registered = TestUsers.register(TestUsers.registration(email));
            String access = registered.path("data.accessToken");
            TestMail mail = verificationTo(email);
            List<Callable<Integer>> confirms = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                confirms.add(() -> TestUsers.confirmVerification(access, Map.of("token", mail.token()))
                        .statusCode());
                confirms.add(() -> TestUsers.confirmVerification(
                                access, Map.of("flow", registered.path("data.flow"), "code", mail.code()))
                        .statusCode());
            }
            Parallel.assertOneWins(Parallel.race(confirms));
        }
    }

    @Nested
    class Reject {

        @Test
        void removesAnAccountThatWasNeverVerified() {
            SignedInUser planted = TestUsers.register();
            TestUsers.rejectVerification(verificationTo(planted.email()).token())
                    .then()
                    .statusCode(200);
            TestUsers.details(planted.accessToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(planted.refreshToken()).then().statusCode(403);
            TestUsers.login(planted.email(), TestUsers.PASSWORD).then().spec(problem(401, "invalid_credentials"));
            TestUsers.register(TestUsers.registration(planted.email())).then().statusCode(201);
        }

        @Test
        void leavesAVerifiedAccountAlone() {
            SignedInUser user = TestUsers.register();
            String token = verificationTo(user.email()).token();
            TestUsers.confirmVerification(user.accessToken(), Map.of("token", token))
                    .then()
                    .statusCode(200);
            TestUsers.rejectVerification(token).then().spec(problem(403, "invalid_token"));
            TestUsers.details(user.accessToken()).then().statusCode(200);
        }

        @Test
        void worksOnce() throws Exception {
            SignedInUser planted = TestUsers.register();
            String token = verificationTo(planted.email()).token();
            Parallel.assertOneWins(
                    Parallel.race(64, () -> TestUsers.rejectVerification(token).statusCode()));
        }
    }

    private SignedInUser verified() {
        SignedInUser user = TestUsers.register();
        TestUsers.confirmVerification(
                        user.accessToken(),
                        Map.of("token", verificationTo(user.email()).token()))
                .then()
                .statusCode(200);
        return user;
    }

    private TestMail verificationTo(String email) {
        return TestMails.await(mailbox, MailKind.VERIFICATION, email);
    }

    private static String verifiedByVerify(String accessToken) {
        return RestAssured.given()
                .header("authorization", accessToken)
                .get("/verify")
                .then()
                .statusCode(200)
                .extract()
                .header("X-Auth-Email-Verified");
    }
}
