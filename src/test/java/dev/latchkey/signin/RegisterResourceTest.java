package dev.latchkey.signin;

import static dev.latchkey.Problems.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /register}. */
@QuarkusTest
class RegisterResourceTest {

    @Test
    void makesAnAccountAndSignsItIn() {
        Response response = TestUsers.register(TestUsers.registration(TestUsers.newEmail()));
        response.then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("message", equalTo("User registered"))
                .body("data.id", matchesPattern("[0-9a-f]{24}"));
        TestUsers.details(response.path("data.accessToken")).then().statusCode(200);
        TestUsers.refresh(response.path("data.refreshToken")).then().statusCode(200);
    }

    @Test
    void takesTheIdThatTheClientChose() {
        Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
        String id = TestTokens.newSubject();
        body.put("id", id);
        TestUsers.register(body).then().statusCode(201).body("data.id", equalTo(id));
    }

    @Test
    void refusesAnIdThatIsTaken() {
        Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
        body.put("id", TestUsers.register().id());
        TestUsers.register(body).then().spec(problem(409, "id_taken"));
    }

    @Test
    void refusesAnEmailThatIsTakenInAnyCase() {
        String email = TestUsers.register().email();
        TestUsers.register(TestUsers.registration(email.toUpperCase(Locale.ROOT)))
                .then()
                .spec(problem(409, "email_taken"));
    }

    @Test
    void refusesAnEmailThatOnlyLooksDifferent() {
        String email = TestUsers.register().email();
        String fullWidth = email.replace("user-", "ｕser-");
        TestUsers.register(TestUsers.registration(fullWidth)).then().spec(problem(409, "email_taken"));
    }

    @Test
    void ignoresMembersItDoesNotKnow() {
        Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
        body.put("role", "admin");
        body.put("_id", "0123456789abcdef01234567");
        TestUsers.register(body).then().statusCode(201).body("data.id", matchesPattern("(?!0123456789).*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "email", "password"})
    void demandsEachField(String field) {
        Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
        body.remove(field);
        TestUsers.register(body).then().spec(problem(400, "invalid_request")).body("errors.field", hasItem(field));
    }

    @ParameterizedTest
    @CsvSource({
        "name, '   '",
        "name, 'a\u0000b'",
        "name, 'a\u001bb'",
        "name, 'a\u0085b'",
        "email, ''",
        "email, ada",
        "email, ada@example",
        "email, @example.com",
        "email, ada@.com",
        "email, ada@example.",
        "email, 'ada lovelace@example.com'",
        "email, ada@love@example.com",
        "email, 'ada@example.com\u0000'",
        "email, 'ada@example.com\r\nBcc: x'",
        "id, 123",
        "id, 0123456789abcdef0123456g",
        "id, 000000000000000000000000",
        "password, 'correct\u0000horse'",
        "password, 'correct\nhorse battery'"
    })
    void refusesAFieldThatIsMalformed(String field, String value) {
        Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
        body.put(field, value);
        TestUsers.register(body).then().spec(problem(400, "invalid_request")).body("errors.field", hasItem(field));
    }

    @ParameterizedTest
    @CsvSource({"name, 101", "email, 255"})
    void refusesAFieldThatIsTooLong(String field, int length) {
        Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
        String end = "@example.com";
        body.put(field, "a".repeat(length - end.length()) + end);
        TestUsers.register(body).then().spec(problem(400, "invalid_request")).body("errors.field", hasItem(field));
    }

    @Test
    void takesAnEmailOfTheLongestLength() {
        String end = "-" + TestUsers.newEmail();
        String email = "a".repeat(254 - end.length()) + end;
        TestUsers.register(TestUsers.registration(email)).then().statusCode(201);
    }

    static Stream<String> weakPasswords() {
        return Stream.of("", "       ", "seven77", "😀".repeat(7), "ü".repeat(37), "a".repeat(73));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p4ssword-2031", "Ada Lovelace", "Lovelace1815", "user-1@example.com", "L4tchkey2026!"})
    void refusesAPasswordThatIsEasyToGuess(String password) {
        Map<String, Object> body = TestUsers.registration("user-1@example.com");
        body.put("password", password);
        TestUsers.register(body)
                .then()
                .spec(problem(400, "weak_password"))
                .body("errors.field", equalTo(List.of("password")))
                .body("message", startsWith("The password is too weak: password is too easy to guess"));
    }

    @Test
    void refusesAPasswordThatIsKnownFromABreach() {
        Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
        body.put("password", "uvgx8f8232");
        TestUsers.register(body)
                .then()
                .spec(problem(400, "weak_password"))
                .body("errors.field", equalTo(List.of("password")))
                .body("message", startsWith("The password is too weak: password is known from data breaches"));
    }

    @ParameterizedTest
    @MethodSource("weakPasswords")
    void refusesAPasswordThatIsTooShortOrTooLong(String password) {
        Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
        body.put("password", password);
        TestUsers.register(body).then().spec(problem(400, "weak_password")).body("errors.field", hasItem("password"));
    }

    @Test
    void takesAPasswordOf72Bytes() {
        String email = TestUsers.newEmail();
        Map<String, Object> body = TestUsers.registration(email);
        String password = "ünïcödé wörds hérè, thät äre lông ánd hàrd to guèss at all.";
        assertEquals(72, password.getBytes(StandardCharsets.UTF_8).length);
        body.put("password", password);
        TestUsers.register(body).then().statusCode(201);
        TestUsers.login(email, password).then().statusCode(200);
        TestUsers.login(email, password.replace("all.", "all!")).then().spec(problem(401, "invalid_credentials"));
    }

    @Test
    void letsOneOfManyParallelRegistrationsWin() throws Exception {
        Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
        List<Integer> statuses =
                Parallel.race(100, () -> TestUsers.register(body).statusCode());
        assertEquals(1, Collections.frequency(statuses, 201));
        assertEquals(99, Collections.frequency(statuses, 409));
    }
}
