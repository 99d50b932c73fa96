package dev.latchkey.signin;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.latchkey.ShiftableClock;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.token.TestKeys;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While no key may sign, between one's retirement and the other's time: an answer to try again, and nothing done. */
@QuarkusTest
@TestProfile(NoSigningKeyTest.GapBetweenKeys.class)
class NoSigningKeyTest {
    private static final Duration INTO_THE_GAP = Duration.ofMinutes(90);
    private static final Duration OUT_OF_IT = Duration.ofHours(1);

    @Inject
    ShiftableClock clock;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void aRefreshTokenIsNotUsedUp() {
        SignedInUser user = TestUsers.register();
        clock.advance(INTO_THE_GAP);

        unavailable(TestUsers.refresh(user.refreshToken()));

        clock.advance(OUT_OF_IT);
        TestUsers.refresh(user.refreshToken()).then().statusCode(200);
    }

    @Test
    void nobodyIsRegistered() {
        Map<String, Object> registration = TestUsers.registration(TestUsers.newEmail());
        clock.advance(INTO_THE_GAP);

        unavailable(TestUsers.register(registration));

        clock.advance(OUT_OF_IT);
        TestUsers.register(registration).then().statusCode(201);
    }

    @Test
    void nobodyIsSignedIn() {
        SignedInUser user = TestUsers.register();
        clock.advance(INTO_THE_GAP);

        unavailable(TestUsers.login(user.email(), TestUsers.PASSWORD));

        clock.advance(OUT_OF_IT);
        given().header("authorization", TestUsers.login(user).accessToken())
                .get("/sessions")
                .then()
                .statusCode(200)
                .body("data", hasSize(2));
    }

    @Test
    void readinessSaysWhy() {
        given().get(ready).then().body(not(containsString("JWT_KEYS_FILE")));
        clock.advance(INTO_THE_GAP);

        given().get(ready)
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'Keys' }.status", equalTo("DOWN"))
                .body(
                        "checks.find { it.name == 'Keys' }.data.fault",
                        equalTo("JWT_KEYS_FILE has no key that may sign"));
    }

    private static void unavailable(Response response) {
        response.then().spec(problem(503, "unavailable")).header("Retry-After", "1");
    }

    /** One key is retired an hour from now; the next signs an hour later. */
    public static final class GapBetweenKeys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Instant now = Instant.now();
            try {
                Path file = Files.createTempFile("keys", ".json");
                file.toFile().deleteOnExit();
                TestKeys.write(
                        file,
                        TestKeys.entry(
                                TestKeys.generate(AccessAlgorithm.EdDSA),
                                "\"retireAt\":\"" + now.plus(Duration.ofHours(1)) + "\""),
                        TestKeys.entry(
                                TestKeys.generate(AccessAlgorithm.EdDSA),
                                "\"publishFrom\":\"" + now.plus(Duration.ofHours(1)) + "\"",
                                "\"signFrom\":\"" + now.plus(Duration.ofHours(2)) + "\""));
                return TestKeys.settings(AccessAlgorithm.EdDSA, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
