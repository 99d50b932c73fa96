package dev.latchkey.client;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.latchkey.TestUsers;
import dev.latchkey.throttle.ThrottledClients.Throttled;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the service believes of a proxy that is in TRUSTED_PROXIES, which each test plays by itself. */
@QuarkusTest
@TestProfile(Throttled.class)
class BehindAProxyTest {

    @Nested
    class ForwardedFor {

        @Test
        void isShownInTheListOfSessions() {
            String address = "203.0.113.77";
            String accessToken = given().header("X-Forwarded-For", address)
                    .contentType(ContentType.JSON)
                    .body(TestUsers.registration(TestUsers.newEmail()))
                    .post("/register")
                    .path("data.accessToken");
            given().header("authorization", accessToken).get("/sessions").then().body("data[0].ip", equalTo(address));
        }
    }

    @Nested
    class ForwardedProto {

        @Test
        void hasBrowsersStayWithTlsIfTheyCameOverIt() {
            given().header("X-Forwarded-Proto", "https")
                    .get("/")
                    .then()
                    .header("Strict-Transport-Security", "max-age=31536000");
        }

        @Test
        void isNeverMadeUp() {
            given().get("/").then().header("Strict-Transport-Security", nullValue());
            given().header("X-Forwarded-Proto", "http")
                    .get("/")
                    .then()
                    .header("Strict-Transport-Security", nullValue());
        }
    }
}
