package dev.latchkey.startup;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.latchkey.TestUsers;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ReadinessTest {

    @Inject
    RedisDataSource redis;

    @Inject
    MongoClient mongo;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @TestHTTPResource(value = "/health/live", management = true)
    URI live;

    @Test
    void namesWhatItRestsOn() {
        given().get(ready)
                .then()
                .statusCode(200)
                .body("checks.name", hasItems("MongoDB", "Redis", "Stores are prepared"));
    }

    @Test
    void isNotOnThePublicPort() {
        given().get("/q/health/ready").then().statusCode(404);
    }

    @Test
    void livenessAsksNoStore() {
        given().get(live).then().statusCode(200).body("checks.size()", equalTo(0));
    }

    @Test
    void namesTheUsersWhoAreRefusedAndIsNotConcerned() {
        MongoCollection<Document> users = mongo.getDatabase("latchkey").getCollection("User");
        String email = TestUsers.newEmail();
        Document first = new Document("email", email);
        Document second = new Document("email", email.toUpperCase(Locale.ROOT));
        users.insertMany(List.of(first, second));
        String named = "checks.find { it.name == 'Stores are prepared' }.data.'refused users'";
        await().untilAsserted(() -> given().get(ready)
                .then()
                .statusCode(200)
                .body(
                        named,
                        allOf(
                                containsString(first.getObjectId("_id").toHexString()),
                                containsString(second.getObjectId("_id").toHexString()))));
        users.deleteMany(Filters.in("_id", first.getObjectId("_id"), second.getObjectId("_id")));
        await().untilAsserted(() -> given().get(ready).then().statusCode(200).body(named, nullValue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "volatile-ttl", "allkeys-random"})
    void refusesARedisThatCanEvict(String policy) {
        redis.execute("CONFIG", "SET", "maxmemory-policy", policy);
        try {
            given().get(ready)
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'Redis' }.data.fault", containsString("is " + policy));
        } finally {
            redis.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
        }
    }
}
