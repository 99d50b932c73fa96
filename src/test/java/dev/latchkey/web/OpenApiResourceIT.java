package dev.latchkey.web;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusIntegrationTest
class OpenApiResourceIT extends OpenApiResourceTest {

    /** Only the packaged service can tell: the tests in the build's JVM switch it off. */
    @ParameterizedTest
    @ValueSource(strings = {"/q/swagger-ui", "/q/swagger-ui/", "/q/swagger-ui/index.html", "/swagger-ui"})
    void comesWithNoUserInterface(String path) {
        given().get(path).then().statusCode(404);
    }
}
