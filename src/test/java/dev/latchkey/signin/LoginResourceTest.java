package dev.latchkey.signin;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /login}. */
@QuarkusTest
class LoginResourceTest {

    @Test
    void beginsASession() {
        SignedInUser user = TestUsers.register();
        Response response = TestUsers.login(user.email(), TestUsers.PASSWORD);
        response.then().statusCode(200).header("Cache-Control", "no-store").body("data.id", equalTo(user.id()));
        TestUsers.details(response.path("data.accessToken")).then().statusCode(200);
    }

    @Test
    void comparesEmailsWithoutCase() {
        String email = TestUsers.register().email();
        TestUsers.login(email.toUpperCase(Locale.ROOT), TestUsers.PASSWORD)
                .then()
                .statusCode(200);
    }

    @Test
    void givesTheSameAnswerForAnUnknownEmailAndAWrongPassword() {
        Response wrong = TestUsers.login(TestUsers.register().email(), "wrong horse battery");
        Response unknown = TestUsers.login(TestUsers.newEmail(), TestUsers.PASSWORD);
        wrong.then().spec(problem(401, "invalid_credentials"));
        assertEquals(401, unknown.statusCode());
        assertEquals(wrong.asString(), unknown.asString());
    }

    @Test
    void isNotChangedByAGarbageToken() {
        SignedInUser user = TestUsers.register();
        given().header("authorization", "Bearer garbage")
                .contentType(ContentType.JSON)
                .body(Map.of("email", user.email(), "password", TestUsers.PASSWORD))
                .post("/login")
                .then()
                .statusCode(200);
    }

    @Test
    void givesDifferentTokensWithinOneSecond() {
        SignedInUser first = TestUsers.register();
        SignedInUser second = TestUsers.login(first);
        assertNotEquals(first.accessToken(), second.accessToken());
        assertNotEquals(first.refreshToken(), second.refreshToken());
    }

    @Test
    void leavesOtherSessionsAloneWhenOneIsLoggedOut() {
        SignedInUser first = TestUsers.register();
        SignedInUser second = TestUsers.login(first);
        TestUsers.logout(first.accessToken(), first.refreshToken()).then().statusCode(200);
        TestUsers.details(second.accessToken()).then().statusCode(200);
        TestUsers.refresh(second.refreshToken()).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"text\"",
                "7",
                "{",
                "{\"email\":\"a@example.com\",\"password\":\"p\"} x",
                "{\"email\":\"a@example.com\",\"email\":\"b@example.com\",\"password\":\"p\"}",
                "{\"email\":7,\"password\":\"p\"}",
                "{\"email\":\"a@example.com\",\"password\":true}",
                "{\"email\":\"a@example.com\",\"password\":1.5}",
                "{\"email\":{\"$gt\":\"\"},\"password\":\"p\"}",
                "{\"email\":[\"a@example.com\"],\"password\":\"p\"}",
                "{\"email\":\"a@example.com\",\"password\":null}",
                "{\"email\":\"a@example.com\",\"password\":\"\"}",
                "{\"email\":\" \",\"password\":\"p\"}",
                "{'email':'a@example.com','password':'p'}"
            })
    void refusesABodyThatIsNotAsItMustBe(String body) {
        given().contentType(ContentType.JSON).body(body).post("/login").then().spec(problem(400, "invalid_request"));
    }

    @Test
    void neverTellsTheNameOfAClassOrWhatTheParserSaw() {
        String answer = given().contentType(ContentType.JSON)
                .body("{\"email\":\"a@example.com\",\"password\":{\"secret\":1}}")
                .post("/login")
                .asString();
        assertEquals(-1, answer.indexOf("secret"));
        assertEquals(-1, answer.indexOf("LoginRequest"));
    }

    @ParameterizedTest
    @MethodSource("unusualPasswords")
    void comparesAPasswordWithoutJudgingIt(String password) {
        TestUsers.login(TestUsers.newEmail(), password).then().spec(problem(401, "invalid_credentials"));
    }

    static Stream<String> unusualPasswords() {
        return Stream.of("a".repeat(73), "a".repeat(10_000), "   ", "tab\tin it", "a\u0000b");
    }
}
