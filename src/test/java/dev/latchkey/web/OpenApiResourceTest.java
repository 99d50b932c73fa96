package dev.latchkey.web;

import static dev.latchkey.web.OpenApiTest.committed;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served is the document that is committed. */
@QuarkusTest
class OpenApiResourceTest {

    @Test
    void isTheCommittedDocument() throws IOException {
        String served =
                given().get("/openapi.json").then().statusCode(200).extract().asString();
        assertEquals(committed(), new ObjectMapper().readTree(served));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi", "/openapi.yaml"})
    void isTheSameInYaml(String path) throws IOException {
        String served = given().get(path).then().statusCode(200).extract().asString();
        assertEquals(committed(), new YAMLMapper().readTree(served));
    }

    @Test
    void isJsonForWhoAcceptsThat() throws IOException {
        String served = given().accept("application/json, */*")
                .get("/openapi")
                .then()
                .contentType("application/json")
                .extract()
                .asString();
        assertEquals(committed(), new ObjectMapper().readTree(served));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void isOnlyRead(String method) {
        given().request(method, "/openapi").then().statusCode(404);
    }
}
