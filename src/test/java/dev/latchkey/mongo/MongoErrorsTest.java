package dev.latchkey.mongo;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.OnFailingMongo;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the errors of MongoDB are to a client, over the wire. */
@QuarkusTest
@TestProfile(OnFailingMongo.class)
class MongoErrorsTest {
    private static final int ALWAYS = Integer.MAX_VALUE;
    private static final int LOSE_THE_ANSWER = 0;

    @Inject
    MongoClient mongo;

    @AfterEach
    void recover() {
        fail("nothing", LOSE_THE_ANSWER, 0);
    }

    private int fail(String command, int code, int times) {
        return OnFailingMongo.fail(mongo, command, code, times);
    }

    @Nested
    class AnErrorOfTheMoment {

        @ParameterizedTest
        @ValueSource(
                ints = {
                    6, 7, 13, 18, 24, 43, 46, 50, 63, 64, 79, 89, 91, 96, 112, 125, 133, 134, 189, 202, 211, 217, 226,
                    237, 244, 251, 262, 290, 314, 356, 371, 391, 8000, 9001, 10058, 10107, 11600, 11601, 11602, 13388,
                    13435, 13436, 14031, 16500, 50915, 63545, 99999
                })
        void canBeTriedAgain(int code) {
            SignedInUser user = TestUsers.register();
            fail("find", code, ALWAYS);
            TestUsers.details(user.accessToken())
                    .then()
                    .spec(problem(503, "unavailable"))
                    .header("Retry-After", notNullValue());
            fail("findAndModify", code, ALWAYS);
            TestUsers.refresh(user.refreshToken())
                    .then()
                    .spec(problem(503, "unavailable"))
                    .header("Retry-After", equalTo("1"));
            recover();
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);
        }
    }

    @Nested
    class AnErrorOfOurs {

        @ParameterizedTest
        @ValueSource(ints = {2, 9, 14, 59, 72, 121, 40415})
        void isAFault(int code) {
            SignedInUser user = TestUsers.register();
            fail("find", code, ALWAYS);
            TestUsers.details(user.accessToken()).then().spec(problem(500, "internal_error"));
        }
    }

    /** Some mappers write null for what is missing when they write a user back. MongoDB refuses to raise it, or to add to it. */
    @Nested
    class WhatAChangeCannotBuildOn {

        @ParameterizedTest
        @CsvSource({"credentialVersion, 14,", "rolesVersion, 14,", "owedMails, 2,", "owedMails, 2, text"})
        void isAsIfItWereMissing(String field, int code, String written) {
            SignedInUser user = TestUsers.register();
            users().updateOne(idOf(user), Updates.set(field, written));
            fail("findAndModify", code, 1);
            TestUsers.changePassword(user.accessToken(), TestUsers.PASSWORD, "purple window elephant")
                    .then()
                    .statusCode(200);
            assertNotNull(
                    TestUsers.login(user.email(), "purple window elephant").path("data.accessToken"));
            assertNull(users().find(Filters.and(idOf(user), Filters.exists(field), Filters.eq(field, written)))
                    .first());
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 14})
        void isNotLookedForMoreThanOnce(int code) {
            SignedInUser user = TestUsers.register();
            users().updateOne(idOf(user), Updates.set("rolesVersion", null));
            fail("findAndModify", code, ALWAYS);
            TestUsers.changePassword(user.accessToken(), TestUsers.PASSWORD, "purple window elephant")
                    .then()
                    .spec(problem(500, "internal_error"));
        }

        private MongoCollection<Document> users() {
            return mongo.getDatabase("latchkey").getCollection("User");
        }

        private static Bson idOf(SignedInUser user) {
            return Filters.eq(new ObjectId(user.id()));
        }
    }

    @Nested
    class ALogin {

        /** Nobody has its tokens: it would take a place among the user's sessions, and may have ended another one for it. */
        @Test
        void thatFailsOnceItsSessionIsStoredLeavesNone() {
            SignedInUser user = TestUsers.register();
            OnFailingMongo.failAfter(mongo, "insert", "find", 6, ALWAYS);
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().spec(problem(503, "unavailable"));
            recover();
            given().header("authorization", user.accessToken())
                    .get("/sessions")
                    .then()
                    .statusCode(200)
                    .body("data", hasSize(1));
        }
    }

    @Nested
    class AWrite {

        @Test
        void isDoneOnceThoughItsAnswerIsLost() {
            SignedInUser user = TestUsers.register();
            int before = fail("findAndModify", LOSE_THE_ANSWER, 1);
            Response refreshed = TestUsers.refresh(user.refreshToken());
            refreshed.then().statusCode(200);
            assertEquals(before + 1, fail("nothing", LOSE_THE_ANSWER, 0));
            assertRotatedOnce(user, refreshed);
        }

        @ParameterizedTest
        @ValueSource(ints = {10107, 91, 11602, 189})
        void isDoneOnceThoughItMetNoPrimaryAtFirst(int code) {
            SignedInUser user = TestUsers.register();
            fail("findAndModify", code, 1);
            Response refreshed = TestUsers.refresh(user.refreshToken());
            refreshed.then().statusCode(200);
            assertRotatedOnce(user, refreshed);
        }

        @Test
        void ofARegistrationIsDoneOnceThoughItsAnswerIsLost() {
            fail("insert", LOSE_THE_ANSWER, 1);
            TestUsers.register(TestUsers.registration(TestUsers.newEmail()))
                    .then()
                    .statusCode(201);
        }

        /** The next refresh with the new token moves the session on: no generation was left out. */
        private void assertRotatedOnce(SignedInUser user, Response refreshed) {
            String next = refreshed.path("data.refreshToken");
            assertNotEquals(user.refreshToken(), next);
            assertEquals(next, TestUsers.refresh(user.refreshToken()).path("data.refreshToken"));
            TestUsers.refresh(next).then().statusCode(200);
        }
    }
}
