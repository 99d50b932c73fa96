package dev.latchkey.throttle;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static java.util.Map.entry;
import static org.hamcrest.Matchers.matchesPattern;

import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Low limits, and clients behind a proxy that tests play by themselves. */
public abstract class ThrottledClients {
    static final int PER_ACCOUNT = 3;
    static final int PER_ADDRESS = 6;
    static final int SESSIONS_PER_ACCOUNT = 16;
    static final int SESSIONS_PER_ADDRESS = 20;
    static final int MAILS_PER_ADDRESS = 6;
    static final int MAILS_PER_RECIPIENT = 3;
    static final String WRONG = "wrong horse battery";

    /** Low limits, and a proxy that tests play by themselves. */
    public static final class Throttled implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    entry("latchkey.throttle.enabled", "true"),
                    entry("latchkey.throttle.login-per-account", PER_ACCOUNT + "/15m"),
                    entry("latchkey.throttle.login-per-address", PER_ADDRESS + "/15m"),
                    entry("latchkey.throttle.session-per-account", SESSIONS_PER_ACCOUNT + "/1h"),
                    entry("latchkey.throttle.session-per-address", SESSIONS_PER_ADDRESS + "/1h"),
                    entry("latchkey.throttle.register-per-address", PER_ADDRESS + "/1h"),
                    entry("latchkey.throttle.refresh-per-address", PER_ADDRESS + "/1m"),
                    entry("latchkey.throttle.mail-per-address", MAILS_PER_ADDRESS + "/1h"),
                    entry("latchkey.throttle.mail-per-recipient", MAILS_PER_RECIPIENT + "/1h"),
                    entry("latchkey.http.trusted-proxies", "127.0.0.1"));
        }
    }

    final String home = newAddress();
    final String elsewhere = newAddress();
    final String email = TestUsers.newEmail();

    static void assertThrottled(Response response) {
        response.then().spec(problem(429, "too_many_requests")).header("Retry-After", matchesPattern("[1-9]\\d*"));
    }

    static void guess(String address, String email, int times) {
        for (int i = 0; i < times; i++) {
            login(address, email, WRONG).then().spec(problem(401, "invalid_credentials"));
        }
    }

    Response register(String address) {
        return register(address, email);
    }

    static Response register(String address, String email) {
        return from(address)
                .contentType(ContentType.JSON)
                .body(TestUsers.registration(email))
                .post("/register");
    }

    static Response login(String address, String email, String password) {
        return from(address)
                .contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", password))
                .post("/login");
    }

    static Response refresh(String address, String refreshToken) {
        return from(address).header("authorization", refreshToken).post("/refresh-tokens");
    }

    static RequestSpecification from(String address) {
        return given().header("X-Forwarded-For", address);
    }

    /** One that no other test has: the counts of all are in one Redis. */
    static String newAddress() {
        return "10." + random(0, 255) + "." + random(0, 255) + "." + random(1, 254);
    }

    static int random(int from, int to) {
        return ThreadLocalRandom.current().nextInt(from, to + 1);
    }
}
