package dev.latchkey.profile;

import static dev.latchkey.Problems.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProfileResourceTest {
    private static final String NEW_PASSWORD = "purple window elephant";

    @Nested
    class Change {

        @Test
        void setsNameAndLocale() {
            SignedInUser user = TestUsers.register();
            TestUsers.changeProfile(user.accessToken(), Map.of("name", "Grace Hopper", "locale", "de-at"))
                    .then()
                    .statusCode(200)
                    .body("data.id", equalTo(user.id()))
                    .body("data.name", equalTo("Grace Hopper"))
                    .body("data.email", equalTo(user.email()))
                    .body("data.emailVerified", equalTo(false))
                    .body("data.locale", equalTo("de-AT"));
            TestUsers.details(user.accessToken())
                    .then()
                    .body("data.name", equalTo("Grace Hopper"))
                    .body("data.locale", equalTo("de-AT"));
        }

        @Test
        void leavesWhatIsMissingOrNullAsItIs() {
            SignedInUser user = TestUsers.register();
            Map<String, String> body = new HashMap<>();
            body.put("name", null);
            body.put("locale", "de");
            TestUsers.changeProfile(user.accessToken(), body).then().statusCode(200);
            TestUsers.changeProfile(user.accessToken(), Map.of())
                    .then()
                    .statusCode(200)
                    .body("data.name", equalTo("Ada Lovelace"))
                    .body("data.locale", equalTo("de"));
        }

        @Test
        void changesNothingElse() {
            SignedInUser user = TestUsers.register();
            Map<String, Object> body =
                    Map.of("email", "other@example.com", "password", "x", "verifiedEmail", user.email(), "name", "B");
            TestUsers.changeProfile(user.accessToken(), body)
                    .then()
                    .statusCode(200)
                    .body("data.email", equalTo(user.email()))
                    .body("data.emailVerified", equalTo(false));
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().statusCode(200);
        }

        @Test
        void isToldByTheNextAccessToken() {
            SignedInUser user = TestUsers.register();
            TestUsers.changeProfile(user.accessToken(), Map.of("name", "Grace Hopper"))
                    .then()
                    .statusCode(200);
            String next = TestUsers.refresh(user.refreshToken()).path("data.accessToken");
            assertEquals("Grace Hopper", TestTokens.claimsOf(next).get("name").textValue());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a\u0000b", "a\nb"})
        void refusesANameThatIsNone(String name) {
            SignedInUser user = TestUsers.register();
            TestUsers.changeProfile(user.accessToken(), Map.of("name", name))
                    .then()
                    .spec(problem(400, "invalid_request"))
                    .body("errors.field", everyItem(equalTo("name")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "de_AT", "de-", "german language", "abcdefghi", "a1", "de-aaaaaaaaa"})
        void refusesWhatIsNoLanguageTag(String locale) {
            SignedInUser user = TestUsers.register();
            TestUsers.changeProfile(user.accessToken(), Map.of("locale", locale))
                    .then()
                    .spec(problem(400, "invalid_request"))
                    .body("errors.field", hasItem("locale"));
        }

        @Test
        void refusesWhatIsTooLong() {
            SignedInUser user = TestUsers.register();
            TestUsers.changeProfile(user.accessToken(), Map.of("name", "x".repeat(101)))
                    .then()
                    .spec(problem(400, "invalid_request"));
            for (String locale : List.of("de" + "-abcdefgh".repeat(5), "aa" + "-a".repeat(8_000))) {
                TestUsers.changeProfile(user.accessToken(), Map.of("locale", locale))
                        .then()
                        .spec(problem(400, "invalid_request"));
            }
        }
    }

    @Nested
    class Exported {

        @Test
        void areTheAccountAndAllSessions() {
            SignedInUser user = TestUsers.register();
            SignedInUser ended = TestUsers.login(user);
            TestUsers.logout(ended.accessToken(), ended.refreshToken()).then().statusCode(200);
            TestUsers.export(user.accessToken())
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", equalTo("no-store"))
                    .body("data.account.id", equalTo(user.id()))
                    .body("data.account.email", equalTo(user.email()))
                    .body("data.canonicalEmail", equalTo(user.email()))
                    .body("data.registeredAt", notNullValue())
                    .body("data.passwordChangedAt", nullValue())
                    .body("data.sessions", hasSize(2))
                    .body("data.sessions.ip", everyItem(equalTo("127.0.0.1")))
                    .body(
                            "data.sessions.id",
                            Matchers.containsInAnyOrder(
                                    TestTokens.sessionOf(user.refreshToken()),
                                    TestTokens.sessionOf(ended.refreshToken())));
        }

        @Test
        void holdNoHashAndNothingOfOthers() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.register();
            String export = TestUsers.export(user.accessToken()).asString();
            for (String secret : List.of("$2a$", "$2b$", other.id(), other.email(), user.refreshToken())) {
                assertFalse(export.contains(secret), secret);
            }
        }
    }

    @Nested
    class Everywhere {

        @Test
        void needsAnAccessToken() {
            SignedInUser user = TestUsers.register();
            TestUsers.export("").then().spec(problem(401, "missing_token"));
            TestUsers.export(user.refreshToken()).then().spec(problem(403, "invalid_token"));
            TestUsers.changeProfile(user.refreshToken(), Map.of("name", "B"))
                    .then()
                    .spec(problem(403, "invalid_token"));
            TestUsers.changePassword(user.refreshToken(), TestUsers.PASSWORD, NEW_PASSWORD)
                    .then()
                    .spec(problem(403, "invalid_token"));
            TestUsers.delete(user.refreshToken(), TestUsers.PASSWORD).then().spec(problem(403, "invalid_token"));
            TestUsers.login(user);
        }
    }
}
