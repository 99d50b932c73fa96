package dev.latchkey.discovery;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An installation that signs by a secret, and whose issuer is a name. */
@QuarkusTest
class NoKeyPairTest {
    @Test
    void publishesNoKey() {
        get("/.well-known/jwks.json").then().statusCode(200).body("keys", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"})
    void hasNoMetadataWithoutAnAddress(String path) {
        get(path).then().spec(problem(404, "not_found"));
    }
}
