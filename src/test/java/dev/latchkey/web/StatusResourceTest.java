package dev.latchkey.web;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatusResourceTest {

    @Test
    void saysThatTheServerIsRunning() {
        given().get("/").then().statusCode(200).body(equalTo("{\"message\":\"Server is running\"}"));
    }

    @Test
    void isNotChangedByAGarbageToken() {
        given().header("authorization", "Bearer garbage").get("/").then().statusCode(200);
    }
}
