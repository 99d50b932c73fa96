package dev.latchkey.guard;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestServices;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A route whose guard asks for roles. */
@QuarkusTest
class GuardedByRolesTest {

    @ParameterizedTest
    @CsvSource({
        "one, admin, 204",
        "one, 'editor,admin', 204",
        "one, editor, 403",
        "one, Admin, 403",
        "one, admin2, 403",
        "one, '', 403",
        "any, owner, 204",
        "any, 'admin,editor', 204",
        "any, admin, 403",
        "any, '', 403",
        "optional, admin, 204",
        "optional, editor, 403",
        "class/all, admin, 204",
        "class/all, owner, 403",
        "class/own, owner, 204",
        "class/own, admin, 403"
    })
    void letsThroughWhoHasOneOfThem(String route, String roles, int status) {
        SignedInUser user = TestUsers.register();
        change(user, roles.isEmpty() ? List.of() : List.of(roles.split(",")));
        Response answer = get(route, TestUsers.login(user).accessToken());
        assertEquals(status, answer.statusCode());
        if (status == 403) {
            answer.then()
                    .spec(problem(403, "insufficient_scope"))
                    .header("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
        }
    }

    @Test
    void goesByAChangeAtTheNextRequest() {
        SignedInUser user = TestUsers.register();
        get("one", user.accessToken()).then().spec(problem(403, "insufficient_scope"));
        change(user, List.of("admin"));
        get("one", user.accessToken()).then().spec(problem(403, "stale_token"));
        SignedInUser admin = TestUsers.signedIn(user.email(), TestUsers.refresh(user.refreshToken()));
        get("one", admin.accessToken()).then().statusCode(204);
        change(user, List.of());
        get("one", admin.accessToken()).then().spec(problem(403, "stale_token"));
        SignedInUser none = TestUsers.signedIn(user.email(), TestUsers.refresh(admin.refreshToken()));
        get("one", none.accessToken()).then().spec(problem(403, "insufficient_scope"));
    }

    /** What is wrong with the token itself comes first. */
    @Test
    void asksForATokenBeforeItAsksForRoles() {
        SignedInUser user = TestUsers.register();
        given().get("/for-roles/one").then().spec(problem(401, "missing_token"));
        get("one", user.refreshToken()).then().spec(problem(403, "invalid_token"));
        TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);
        get("one", user.accessToken()).then().spec(problem(403, "revoked_token"));
    }

    @Test
    void letsThroughWithoutATokenWhereItIsOptional() {
        given().get("/for-roles/optional").then().statusCode(204);
        get("optional", TestUsers.register().accessToken()).then().spec(problem(403, "insufficient_scope"));
    }

    private static Response get(String route, String token) {
        return given().header("authorization", token).get("/for-roles/" + route);
    }

    private static void change(SignedInUser user, List<String> roles) {
        given().header("Authorization", "Bearer " + TestServices.ADMIN_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of("roles", roles))
                .put("/admin/users/" + user.id() + "/roles")
                .then()
                .statusCode(200);
    }
}
