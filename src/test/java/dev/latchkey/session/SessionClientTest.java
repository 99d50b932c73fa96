package dev.latchkey.session;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What a session notes of the client that began it. */
@QuarkusTest
class SessionClientTest {

    @Inject
    SessionStore sessions;

    @Test
    void isKeptWithTheSession() {
        Session session = sessionBegunBy("curl/8");
        assertEquals("curl/8", session.userAgent());
        assertEquals("127.0.0.1", session.ip());
    }

    @Test
    void mayCallItselfSomethingLong() {
        assertEquals("x".repeat(256), sessionBegunBy("x".repeat(300)).userAgent());
    }

    @Test
    void mayCallItselfNothing() {
        assertEquals("", sessionBegunBy("").userAgent());
    }

    private Session sessionBegunBy(String userAgent) {
        String token = given().header("user-agent", userAgent)
                .contentType(ContentType.JSON)
                .body(TestUsers.registration(TestUsers.newEmail()))
                .post("/register")
                .path("data.refreshToken");
        return sessions.findByIdOptional(TestTokens.sessionOf(token)).orElseThrow();
    }
}
