package dev.latchkey.signin;

import static dev.latchkey.Problems.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.latchkey.TestUsers;
import dev.latchkey.account.UserStore;
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
            return Map.of(
                    "latchkey.mail.email-verification",
                    "required",
                    "latchkey.throttle.enabled",
                    "true",
                    "latchkey.throttle.session-per-account",
                    "3/1h");
        }
    }

    @Inject
    Mailbox mailbox;

    @Inject
    UserStore users;

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

    /** The client may have lost what the registration told, or be another one. */
    @Test
    void loginTellsWhatTheCodeOfItsMailBelongsTo() {
        register();
        TestMails.await(mailbox, MailKind.VERIFICATION, email);
        String flow = login().then().statusCode(403).extract().path("flow");
        verify(flow, TestMails.await(mailbox, MailKind.VERIFICATION, email, 2).code());
        login().then().statusCode(200);
    }

    @Test
    void loginWithAWrongPasswordTellsNothingOfIt() {
        register();
        TestUsers.login(email, "wrong horse battery")
                .then()
                .spec(problem(401, "invalid_credentials"))
                .body("flow", nullValue());
    }

    @Test
    void afterTheVerificationEverythingIsAsEver() {
        verify(register());
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

    /** It costs a hash, and a mail that is stored. */
    @Test
    void loginsCountAsIfASessionHadBegun() {
        register();
        for (int i = 0; i < 3; i++) {
            login().then().spec(problem(403, "email_not_verified"));
        }
        login().then().spec(problem(429, "too_many_requests"));
    }

    /** Such as one that began before verification was required. */
    @Test
    void aSessionOfWhoeverIsNotVerifiedGetsNoMoreTokens() {
        verify(register());
        Response session = login();
        users.mongoCollection().updateOne(Filters.eq("email", email), Updates.unset("verifiedEmail"));
        TestUsers.refresh(session.path("data.refreshToken")).then().spec(problem(403, "email_not_verified"));
        TestUsers.changePassword(session.path("data.accessToken"), TestUsers.PASSWORD, "purple window elephant")
                .then()
                .spec(problem(403, "email_not_verified"));
    }

    private void verify(Response registered) {
        verify(
                registered.path("data.flow"),
                TestMails.await(mailbox, MailKind.VERIFICATION, email).code());
    }

    private static void verify(String flow, String code) {
        Map<String, String> proof = Map.of("flow", flow, "code", code, "password", TestUsers.PASSWORD);
        TestUsers.confirmVerification(proof).then().statusCode(200);
    }

    private Response register() {
        return TestUsers.register(TestUsers.registration(email));
    }

    private Response login() {
        return TestUsers.login(email, TestUsers.PASSWORD);
    }
}
