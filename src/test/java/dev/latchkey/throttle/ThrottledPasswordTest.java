package dev.latchkey.throttle;

import static dev.latchkey.Problems.problem;

import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The password of a signed-in user is guessed within the limits of a login. */
@QuarkusTest
@TestProfile(ThrottledClients.Throttled.class)
class ThrottledPasswordTest extends ThrottledClients {

    /** A stolen access token is no way round the limits. */
    @Nested
    class PasswordOfASignedInUser {
        private static final String NEW = "purple window elephant";

        @Test
        void isGuessedWithinTheSameLimits() {
            String access = register(home).path("data.accessToken");
            changePassword(elsewhere, access).then().spec(problem(401, "invalid_credentials"));
            delete(elsewhere, access).then().spec(problem(401, "invalid_credentials"));
            guess(elsewhere, email, PER_ACCOUNT - 2);
            assertThrottled(changePassword(elsewhere, access));
            assertThrottled(delete(elsewhere, access));
            assertThrottled(login(elsewhere, email, TestUsers.PASSWORD));
        }

        /** Who has the password, too, and begins session after session must not keep the owner from changing it. */
        @Test
        void canBeChangedHoweverManySessionsHaveBegun() {
            String access = register(home).path("data.accessToken");
            Response login = login(elsewhere, email, TestUsers.PASSWORD);
            while (login.statusCode() == 200) {
                login = login(newAddress(), email, TestUsers.PASSWORD);
            }
            assertThrottled(login);
            changePassword(home, access, TestUsers.PASSWORD).then().statusCode(200);
        }

        /** The refresh that belongs to it comes last, and would be refused once all is done. */
        @Test
        void canBeChangedHoweverManyRefreshesHaveCome() {
            String access = register(home).path("data.accessToken");
            Response other = register(home, TestUsers.newEmail());
            Response refreshed = refresh(home, other.path("data.refreshToken"));
            while (refreshed.statusCode() == 200) {
                refreshed = refresh(home, refreshed.path("data.refreshToken"));
            }
            assertThrottled(refreshed);
            changePassword(home, access, TestUsers.PASSWORD).then().statusCode(200);
        }

        private static Response changePassword(String address, String access) {
            return changePassword(address, access, WRONG);
        }

        private static Response changePassword(String address, String access, String current) {
            return signedIn(address, access)
                    .body(Map.of("currentPassword", current, "newPassword", NEW))
                    .post("/user/password");
        }

        private static Response delete(String address, String access) {
            return signedIn(address, access).body(Map.of("password", WRONG)).delete("/user");
        }

        private static RequestSpecification signedIn(String address, String access) {
            return from(address).header("authorization", access).contentType(ContentType.JSON);
        }
    }
}
