package dev.latchkey.admin;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.latchkey.TestServices;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Roles of users: who may change them, and that the next request goes by them. */
@QuarkusTest
class RolesResourceTest {
    private static final String ADMIN = "Bearer " + TestServices.ADMIN_KEY;

    @Nested
    class Change {

        @Test
        void setsAllRolesOfTheUser() {
            SignedInUser user = TestUsers.register();
            change(user.id(), List.of("editor", "admin", "editor"))
                    .then()
                    .statusCode(200)
                    .body("message", equalTo("Roles changed"))
                    .body("data.id", equalTo(user.id()))
                    .body("data.roles", equalTo(List.of("editor", "admin")));
            change(user.id(), List.of()).then().statusCode(200).body("data.roles", equalTo(List.of()));
        }

        @Test
        void makesAccessTokensStaleAndSignsNobodyOut() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.login(user);
            change(user.id(), List.of("admin")).then().statusCode(200);
            for (SignedInUser session : List.of(user, other)) {
                verify(session.accessToken(), "").then().spec(problem(403, "stale_token"));
                TestUsers.details(session.accessToken()).then().spec(problem(403, "stale_token"));
                String next = TestUsers.refresh(session.refreshToken())
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("data.accessToken");
                verify(next, "").then().statusCode(200).header("X-Auth-Roles", "admin");
                TestUsers.details(next).then().statusCode(200).body("data.roles", equalTo(List.of("admin")));
            }
        }

        @Test
        void isToldByTheTokensOfALogin() {
            SignedInUser user = TestUsers.register();
            change(user.id(), List.of("admin", "org:read")).then().statusCode(200);
            verify(TestUsers.login(user).accessToken(), "")
                    .then()
                    .statusCode(200)
                    .header("X-Auth-Roles", "admin,org:read");
        }

        @Test
        void leavesAnEndedSessionEnded() {
            SignedInUser user = TestUsers.register();
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
            change(user.id(), List.of("admin")).then().statusCode(200);
            verify(user.accessToken(), "").then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(user.refreshToken()).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void leavesTheTokensOfOthersAsTheyAre() {
            SignedInUser other = TestUsers.register();
            change(TestUsers.register().id(), List.of("admin")).then().statusCode(200);
            verify(other.accessToken(), "").then().statusCode(200).header("X-Auth-Roles", "");
            assertFalse(TestTokens.claimsOf(other.accessToken()).has("roles"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"ffffffffffffffffffffffff", "FFFFFFFFFFFFFFFFFFFFFFFF", "1"})
        void isNotFoundWhereThereIsNoSuchUser(String id) {
            change(id, List.of("admin")).then().spec(problem(404, "not_found"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a b", "a,b", "-a", "ä", "a\n"})
        void refusesARoleThatIsNotOfTheForm(String role) {
            change(TestUsers.register().id(), List.of(role)).then().spec(problem(400, "invalid_request"));
        }

        @Test
        void takesNoMoreAndNoLongerRolesThanThereMayBe() {
            String id = TestUsers.register().id();
            change(id, Collections.nCopies(33, "a")).then().spec(problem(400, "invalid_request"));
            change(id, List.of("a".repeat(65))).then().spec(problem(400, "invalid_request"));
            change(id, List.of("a".repeat(64))).then().statusCode(200);
        }

        @Test
        void takesNoRolesThatAreTooLongInAll() {
            String id = TestUsers.register().id();
            List<String> fitting = IntStream.range(0, 32)
                    .mapToObj(i -> i == 0 ? "z" : (10 + i) + "a".repeat(30))
                    .toList();
            assertEquals(1024, String.join(",", fitting).length());
            change(id, fitting).then().statusCode(200).body("data.roles", equalTo(fitting));
            List<String> longer =
                    fitting.stream().map(role -> role.replaceAll("^z$", "zz")).toList();
            change(id, longer)
                    .then()
                    .spec(problem(400, "invalid_request"))
                    .body("errors.field", equalTo(List.of("roles")));
            change(
                            id,
                            Stream.concat(
                                            fitting.stream().skip(1),
                                            fitting.stream().skip(31))
                                    .toList())
                    .then()
                    .statusCode(200);
        }

        @Test
        void needsAKeyWithTheScope() {
            String id = TestUsers.register().id();
            put(id, "Bearer wrong", List.of()).then().spec(problem(401, "invalid_client"));
            put(id, TestServices.orders(), List.of())
                    .then()
                    .spec(problem(403, "insufficient_scope"))
                    .header("WWW-Authenticate", equalTo("Bearer error=\"insufficient_scope\""));
        }
    }

    @Nested
    class Gateway {

        @ParameterizedTest
        @CsvSource({
            "?role=admin, 200",
            "?role=editor, 200",
            "?role=owner, 403",
            "?role=owner%2Cadmin, 200",
            "'?role=owner,admin', 200",
            "?role=admin&role=editor, 200",
            "?role=admin&role=owner, 403",
            "?role=owner&role=admin, 403",
            "'?role=admin,editor', 200",
            "'?role=admin,owner&role=editor', 200",
            "'?role=admin,editor&role=owner', 403",
            "'?role=owner,guest', 403",
            "?role=admin&role=, 403",
            "?role=%20admin, 403",
            "?role=+admin, 403",
            "'?role=owner,%20admin', 403",
            "?role=*, 403",
            "?role=adm, 403",
            "?role=admin2, 403",
            "?ROLE=owner, 403",
            "?Role=owner&role=admin, 403",
            "?role=Admin, 403",
            "?role=, 403",
            "?role, 403",
            "'?role=,', 403",
            "?other=1, 200",
            "/?role=owner, 200",
            "/orders?role=owner, 200"
        })
        void asksForRoles(String query, int status) {
            SignedInUser user = TestUsers.register();
            change(user.id(), List.of("admin", "editor")).then().statusCode(200);
            Response answer = verify(TestUsers.login(user).accessToken(), query);
            assertEquals(status, answer.statusCode());
            if (status == 403) {
                answer.then()
                        .spec(problem(403, "insufficient_scope"))
                        .header("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
            }
        }
    }

    @Nested
    class Introspection {

        /** As a gateway would be told. */
        @Test
        void tellsTheRolesAndThatATokenOfBeforeIsNotActive() {
            SignedInUser user = TestUsers.register();
            introspect(user.accessToken()).then().body("active", equalTo(true)).body("roles", nullValue());
            change(user.id(), List.of("admin", "org:read")).then().statusCode(200);
            introspect(user.accessToken()).then().body("active", equalTo(false));
            introspect(user.refreshToken()).then().body("active", equalTo(true)).body("roles", nullValue());
            introspect(TestUsers.login(user).accessToken())
                    .then()
                    .body("active", equalTo(true))
                    .body("roles", equalTo(List.of("admin", "org:read")))
                    .body("aud", equalTo(TestTokens.ISSUER))
                    .body("client_id", equalTo(TestTokens.CLIENT_ID));
        }

        private static Response introspect(String token) {
            return given().header("Authorization", TestServices.orders())
                    .formParam("token", token)
                    .post("/oauth/introspect");
        }
    }

    private static Response change(String id, List<String> roles) {
        return put(id, ADMIN, roles);
    }

    private static Response put(String id, String key, List<String> roles) {
        return given().header("Authorization", key)
                .contentType(ContentType.JSON)
                .body(Map.of("roles", roles))
                .put("/admin/users/" + id + "/roles");
    }

    private static Response verify(String token, String rest) {
        return given().urlEncodingEnabled(false).header("authorization", token).get("/verify" + rest);
    }
}
