package dev.latchkey.oauth;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.TestServices;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RevocationTest {
    private static final String ROUTE = "/oauth/revoke";
    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void endsTheSessionOfAnAccessToken() {
        SignedInUser user = TestUsers.register();
        done(revoke(user.accessToken()));
        isOver(user);
    }

    @Test
    void endsTheSessionOfARefreshToken() {
        SignedInUser user = TestUsers.register();
        done(revoke(user.refreshToken()));
        isOver(user);
    }

    @Test
    void endsTheSessionOfTokensThatWereReplaced() {
        for (boolean access : new boolean[] {true, false}) {
            SignedInUser user = TestUsers.register();
            Response first = TestUsers.refresh(user.refreshToken());
            Response second = TestUsers.refresh(first.path("data.refreshToken"));
            done(revoke(access ? user.accessToken() : user.refreshToken()));
            isOver(new SignedInUser(
                    user.id(), user.email(), second.path("data.accessToken"), second.path("data.refreshToken")));
        }
    }

    @Test
    void leavesOtherSessionsAlone() {
        SignedInUser user = TestUsers.register();
        SignedInUser other = TestUsers.login(user);
        done(revoke(user.refreshToken()));
        TestUsers.details(other.accessToken()).then().statusCode(200);
        TestUsers.refresh(other.refreshToken()).then().statusCode(200);
    }

    @Test
    void isForServicesToo() {
        SignedInUser user = TestUsers.register();
        done(revoke(user.accessToken(), TestServices.orders()));
        isOver(user);
        SignedInUser other = TestUsers.register();
        done(revoke(other.accessToken(), TestServices.basic("orders:" + TestServices.ORDERS_KEY)));
        isOver(other);
    }

    @Test
    void isRefusedWithAKeyThatIsNone() {
        SignedInUser user = TestUsers.register();
        for (String header : new String[] {
            "",
            "Bearer",
            "Bearer " + user.accessToken(),
            "Bearer " + TestServices.EXPIRED_KEY,
            TestServices.basic("admin:" + TestServices.ORDERS_KEY)
        }) {
            revoke(user.refreshToken(), header)
                    .then()
                    .spec(problem(401, "invalid_client"))
                    .body("error", equalTo("invalid_client"));
        }
        TestUsers.refresh(user.refreshToken()).then().statusCode(200);
    }

    @Test
    void isDoneForWhatIsNoTokenOrIsOverAlready() {
        SignedInUser out = TestUsers.register();
        TestUsers.logout(out.accessToken(), out.refreshToken()).then().statusCode(200);
        Instant past = Instant.now().minus(Duration.ofHours(1));
        done(revoke("a.b.c"));
        done(revoke("a".repeat(12_000)));
        done(revoke(TestTokens.refresh().compact()));
        done(revoke(TestTokens.access()
                .issuedAt(past)
                .expiresAt(past.plusSeconds(60))
                .compact()));
        done(revoke(out.accessToken()));
        done(revoke(out.refreshToken()));
    }

    @Test
    void takesNoForgedTokenForProof() {
        SignedInUser user = TestUsers.register();
        done(revoke(TestTokens.like(user.accessToken())
                .signedWith(TestTokens.REFRESH_KEY)
                .compact()));
        done(revoke(TestTokens.like(user.refreshToken())
                .signedWith(TestTokens.ACCESS_KEY)
                .compact()));
        TestUsers.details(user.accessToken()).then().statusCode(200);
        TestUsers.refresh(user.refreshToken()).then().statusCode(200);
    }

    /** Of a user who is not the session's, though signed with our key. */
    @Test
    void endsNoSessionThatHasNotIssuedTheToken() {
        SignedInUser user = TestUsers.register();
        done(revoke(TestTokens.like(user.accessToken())
                .claim("sub", TestTokens.newSubject())
                .compact()));
        TestUsers.details(user.accessToken()).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token=", "token=a&token=b", "tokens=a", "token=%zz"})
    void wantsAFormWithExactlyOneToken(String form) {
        given().contentType(FORM).body(form).post(ROUTE).then().spec(problem(400, "invalid_request"));
    }

    @Test
    void refusesATokenInTheQuery() {
        SignedInUser user = TestUsers.register();
        given().contentType(FORM)
                .queryParam("token", user.accessToken())
                .body("x=y")
                .post(ROUTE)
                .then()
                .spec(problem(400, "invalid_request"));
        TestUsers.details(user.accessToken()).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
    void isForPostAlone(String method) {
        given().request(method, ROUTE).then().statusCode(405).header("Allow", "POST");
    }

    private static void isOver(SignedInUser user) {
        TestUsers.details(user.accessToken()).then().spec(problem(403, "revoked_token"));
        TestUsers.refresh(user.refreshToken()).then().spec(problem(403, "revoked_token"));
    }

    private static void done(Response response) {
        response.then().statusCode(200).body(blankOrNullString());
    }

    private static Response revoke(String token) {
        return given().contentType(FORM).body("token=" + token).post(ROUTE);
    }

    private static Response revoke(String token, String authorization) {
        return given().header("authorization", authorization)
                .contentType(FORM)
                .body("token=" + token)
                .post(ROUTE);
    }
}
