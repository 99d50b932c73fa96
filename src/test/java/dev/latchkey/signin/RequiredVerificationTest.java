package dev.latchkey.signin;

import static dev.latchkey.Problems.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.latchkey.TestUsers;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.Mailbox;
import dev.latchkey.mail.TestMails;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code EMAIL_VERIFICATION=required}: nobody gets tokens before the email is shown to be theirs. */
@QuarkusTest
@TestProfile(RequiredVerificationTest.Required.class)
class RequiredVerificationTest {
    public static final class Required implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.mail.email-verification", "required");
        }
    }

    @Inject
    Mailbox mailbox;

    private final String email = TestUsers.newEmail();

    @Test
    void registrationGivesAFlowAndNoTokens() {
        register()
                .then()
                .statusCode(201)
                .body("data.id", notNullValue())
                .body("data.flow", notNullValue())
                .body("data.accessToken", nullValue())
                .body("data.refreshToken", nullValue());
    }

    @Test
    void loginSendsTheMailAgainAndGivesNoTokens() {
        register();
        TestMails.await(mailbox, MailKind.VERIFICATION, email);
        login().then().spec(problem(403, "email_not_verified"));
        TestMails.await(mailbox, MailKind.VERIFICATION, email, 2);
    }

    @Test
    void loginWithAWrongPasswordTellsNothingOfIt() {
        register();
        TestUsers.login(email, "wrong horse battery").then().spec(problem(401, "invalid_credentials"));
    }

    @Test
    void afterTheVerificationEverythingIsAsEver() {
        String flow = register().path("data.flow");
        String code = TestMails.await(mailbox, MailKind.VERIFICATION, email).code();
        TestUsers.confirmVerification(Map.of("flow", flow, "code", code, "password", TestUsers.PASSWORD))
                .then()
                .statusCode(200);
        String access = login().then().statusCode(200).extract().path("data.accessToken");
        TestUsers.details(access).then().body("data.emailVerified", equalTo(true));
    }

    @Test
    void aRecoveryVerifiesToo() {
        register();
        TestUsers.recover(email).then().statusCode(202);
        String token = TestMails.await(mailbox, MailKind.RECOVERY, email).token();
        TestUsers.confirmRecovery(Map.of("token", token, "password", "purple window elephant"))
                .then()
                .statusCode(200);
        TestUsers.login(email, "purple window elephant").then().statusCode(200);
    }

    private Response register() {
        return TestUsers.register(TestUsers.registration(email));
    }

    private Response login() {
        return TestUsers.login(email, TestUsers.PASSWORD);
    }
}
