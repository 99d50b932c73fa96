package dev.latchkey.mail;

import static dev.latchkey.Problems.problem;
import static org.hamcrest.Matchers.nullValue;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Without {@code SMTP_URL} there is nothing that needs mail. */
@QuarkusTest
@TestProfile(NoMailTest.NoMail.class)
class NoMailTest {
    public static final class NoMail implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("latchkey.mail.mailbox", "false");
        }
    }

    @Test
    void theRoutesThatNeedItAreNotThere() {
        SignedInUser user = TestUsers.register();
        Map<String, String> proof = Map.of("token", "t", "password", "purple window elephant");
        Stream.<Response>of(
                        TestUsers.askForVerification(user.accessToken()),
                        TestUsers.confirmVerification(user.accessToken(), proof),
                        TestUsers.rejectVerification("t"),
                        TestUsers.recover(user.email()),
                        TestUsers.confirmRecovery(proof),
                        TestUsers.changeEmail(user.accessToken(), TestUsers.newEmail(), TestUsers.PASSWORD),
                        TestUsers.confirmEmail(Map.of("token", "t")),
                        TestUsers.undoEmail("t"))
                .forEach(response -> response.then().spec(problem(404, "not_found")));
    }

    @Test
    void nobodyIsAskedToVerifyAnything() {
        TestUsers.register(TestUsers.registration(TestUsers.newEmail()))
                .then()
                .statusCode(201)
                .body("data.flow", nullValue());
    }

    @Test
    void allElseIsThere() {
        SignedInUser user = TestUsers.register();
        TestUsers.changePassword(user.accessToken(), TestUsers.PASSWORD, "purple window elephant")
                .then()
                .statusCode(200);
    }
}
