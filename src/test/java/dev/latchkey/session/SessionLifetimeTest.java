package dev.latchkey.session;

import static dev.latchkey.Problems.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.ShiftableClock;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What depends on the time that passes: the grace, and lifetimes. */
@QuarkusTest
class SessionLifetimeTest {
    private static final Duration GRACE = Duration.ofSeconds(30);

    @Inject
    ShiftableClock clock;

    @AfterEach
    void backToTheSystemsTime() {
        clock.reset();
    }

    @Nested
    class Grace {

        @Test
        void givesTheSamePairToAClientThatLostTheResponse() {
            String token = TestUsers.register().refreshToken();
            Response first = TestUsers.refresh(token);
            clock.advance(Duration.ofSeconds(20));
            Response again = TestUsers.refresh(token);
            again.then().statusCode(200);
            assertEquals(first.asString(), again.asString());
            TestUsers.refresh(again.path("data.refreshToken")).then().statusCode(200);
        }

        @Test
        void doesNotSlide() {
            String token = TestUsers.register().refreshToken();
            TestUsers.refresh(token).then().statusCode(200);
            clock.advance(Duration.ofSeconds(20));
            TestUsers.refresh(token).then().statusCode(200);
            clock.advance(Duration.ofSeconds(11));
            TestUsers.refresh(token).then().spec(problem(403, "reused_token"));
        }

        @Test
        void endsTheSessionOfATokenThatComesBackLater() {
            String token = TestUsers.register().refreshToken();
            Response pair = TestUsers.refresh(token);
            clock.advance(GRACE);
            TestUsers.refresh(token).then().spec(problem(403, "reused_token"));
            TestUsers.details(pair.path("data.accessToken")).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(pair.path("data.refreshToken")).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(token).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void doesNotTakeAnAccessTokenThatWasReplaced() {
            SignedInUser user = TestUsers.register();
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
            TestUsers.details(user.accessToken()).then().spec(problem(403, "revoked_token"));
        }
    }

    @Nested
    class Lifetimes {

        @Test
        void endAnAccessTokenAfter15Minutes() {
            SignedInUser user = TestUsers.register();
            clock.advance(Duration.ofMinutes(15).minusSeconds(5));
            TestUsers.details(user.accessToken()).then().statusCode(200);
            clock.advance(Duration.ofSeconds(5));
            TestUsers.details(user.accessToken()).then().spec(problem(403, "expired_token"));
        }

        @Test
        void endASessionThatIsNotRefreshedFor30Days() {
            SignedInUser user = TestUsers.register();
            clock.advance(Duration.ofDays(30));
            TestUsers.refresh(user.refreshToken()).then().spec(problem(403, "expired_token"));
        }

        @Test
        void endASessionAfter90DaysHoweverOftenItWasRefreshed() {
            Instant start = clock.instant();
            String token = TestUsers.register().refreshToken();
            for (int day = 29; day < 90; day += 29) {
                clock.advance(Duration.ofDays(29));
                token = TestUsers.refresh(token).path("data.refreshToken");
            }
            long end = TestTokens.claimsOf(token).get("exp").longValue();
            long maxAge = start.plus(Duration.ofDays(90)).getEpochSecond();
            assertTrue(Math.abs(end - maxAge) <= 2, () -> "ends " + (end - maxAge) + " s off");
            clock.advance(Duration.ofDays(3));
            TestUsers.refresh(token).then().spec(problem(403, "expired_token"));
        }
    }
}
