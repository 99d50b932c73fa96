package dev.latchkey.account;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AccountResourceTest {

    @Nested
    class Details {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST"})
        void tellsWhoTheCallerIs(String method) {
            SignedInUser user = TestUsers.register();
            given().header("authorization", user.accessToken())
                    .request(method, "/user/details")
                    .then()
                    .statusCode(200)
                    .body("message", equalTo("User details"))
                    .body("data", aMapWithSize(4))
                    .body("data.id", equalTo(user.id()))
                    .body("data.name", equalTo("Ada Lovelace"))
                    .body("data.email", equalTo(user.email()))
                    .body("data.emailVerified", equalTo(false));
        }

        @Test
        void refusesATokenOfAUserWhoIsGone() {
            String token = TestTokens.like(TestUsers.register().accessToken())
                    .claim("sub", TestTokens.newSubject())
                    .compact();
            TestUsers.details(token).then().spec(problem(403, "invalid_token"));
        }

        @Test
        void refusesARefreshToken() {
            TestUsers.details(TestUsers.register().refreshToken()).then().spec(problem(403, "invalid_token"));
        }
    }
}
