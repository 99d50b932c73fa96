package dev.latchkey;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The one way in which tests get a user: through the front door. */
public final class TestUsers {
    public static final String PASSWORD = "correct horse battery";

    private TestUsers() {}

    /** A user with a session. */
    public record SignedInUser(String id, String email, String accessToken, String refreshToken) {}

    /** A new user, with the session that the registration began. */
    public static SignedInUser register() {
        String email = newEmail();
        return signedIn(email, register(registration(email)));
    }

    /** One more session of a user. */
    public static SignedInUser login(SignedInUser user) {
        return signedIn(user.email(), login(user.email(), PASSWORD));
    }

    /** An email that nobody has. */
    public static String newEmail() {
        return "user-" + UUID.randomUUID() + "@example.com";
    }

    /** A registration that is as it should be; tests change what they are about. */
    public static Map<String, Object> registration(String email) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", "Ada Lovelace");
        body.put("email", email);
        body.put("password", PASSWORD);
        return body;
    }

    public static Response register(Map<String, Object> body) {
        return post("/register", body);
    }

    public static Response login(String email, String password) {
        return post("/login", Map.of("email", email, "password", password));
    }

    public static Response details(String accessToken) {
        return given().header("authorization", accessToken).post("/user/details");
    }

    public static Response refresh(String refreshToken) {
        return given().header("authorization", refreshToken).post("/refresh-tokens");
    }

    public static Response logout(String accessToken, String refreshToken) {
        return given().header("auth-token-access", accessToken)
                .header("auth-token-refresh", refreshToken)
                .post("/logout");
    }

    public static Response logoutAll(String accessToken) {
        return given().header("authorization", accessToken).post("/logout/all");
    }

    /** Ends one of the user's sessions from another. */
    public static Response end(String accessToken, String sessionId) {
        return given().header("authorization", accessToken).delete("/sessions/{id}", sessionId);
    }

    /** The export of the caller's own account, and its change and end. */
    public static Response export(String accessToken) {
        return given().header("authorization", accessToken).get("/user/export");
    }

    public static Response changeProfile(String accessToken, Map<String, ?> body) {
        return with(accessToken).body(body).patch("/user");
    }

    public static Response changePassword(String accessToken, String current, String next) {
        return with(accessToken)
                .body(Map.of("currentPassword", current, "newPassword", next))
                .post("/user/password");
    }

    public static Response delete(String accessToken, String password) {
        return with(accessToken).body(Map.of("password", password)).delete("/user");
    }

    /** What the account's life by mail asks for. */
    public static Response askForVerification(String accessToken) {
        return given().header("authorization", accessToken).post("/email/verification");
    }

    public static Response confirmVerification(String accessToken, Map<String, ?> proof) {
        return with(accessToken).body(proof).post("/email/verification/confirm");
    }

    public static Response confirmVerification(Map<String, ?> proof) {
        return post("/email/verification/confirm", proof);
    }

    public static Response rejectVerification(String token) {
        return post("/email/verification/reject", Map.of("token", token));
    }

    public static Response recover(String email) {
        return post("/password/recovery", Map.of("email", email));
    }

    public static Response confirmRecovery(Map<String, ?> proof) {
        return post("/password/recovery/confirm", proof);
    }

    public static Response changeEmail(String accessToken, String email, String password) {
        return with(accessToken)
                .body(Map.of("email", email, "password", password))
                .post("/user/email");
    }

    public static Response confirmEmail(Map<String, ?> proof) {
        return post("/user/email/confirm", proof);
    }

    public static Response undoEmail(String token) {
        return post("/user/email/undo", Map.of("token", token));
    }

    private static RequestSpecification with(String accessToken) {
        return given().header("authorization", accessToken).contentType(ContentType.JSON);
    }

    private static Response post(String path, Object body) {
        return given().contentType(ContentType.JSON).body(body).post(path);
    }

    /** The user of a registration or a login that was answered. */
    public static SignedInUser signedIn(String email, Response response) {
        var data = response.then()
                .statusCode(both(greaterThanOrEqualTo(200)).and(lessThan(300)))
                .extract()
                .jsonPath();
        return new SignedInUser(
                data.getString("data.id"),
                email,
                data.getString("data.accessToken"),
                data.getString("data.refreshToken"));
    }
}
