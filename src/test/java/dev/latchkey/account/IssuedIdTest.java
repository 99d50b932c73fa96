package dev.latchkey.account;

import static dev.latchkey.Problems.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import dev.latchkey.token.TestTokens;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The id of a user is for that user alone, for all times. */
@QuarkusTest
class IssuedIdTest {

    @Inject
    MongoClient mongo;

    private MongoDatabase database;

    @BeforeEach
    void open() {
        database = mongo.getDatabase("latchkey");
    }

    @Test
    void isNotGivenOutAgainOnceItsUserAndAllSessionsAreGone() {
        String id = TestUsers.register().id();
        forget(id);
        register(id, TestUsers.newEmail()).then().spec(problem(409, "id_taken"));
    }

    @Test
    void isNotGivenOutAgainIfItWasChosen() {
        String id = TestTokens.newSubject();
        register(id, TestUsers.newEmail()).then().statusCode(201);
        forget(id);
        register(id, TestUsers.newEmail()).then().spec(problem(409, "id_taken"));
    }

    @Test
    void isNotedAtTheLoginOfAUserWhomAnotherProgramHasAdded() {
        ObjectId id = new ObjectId();
        String email = TestUsers.newEmail();
        database.getCollection("User")
                .insertOne(new Document("_id", id)
                        .append("email", email)
                        .append("canonicalEmail", email)
                        .append("password", BcryptUtil.bcryptHash("old", 4)));
        TestUsers.login(email, "old").then().statusCode(200);
        forget(id.toHexString());
        register(id.toHexString(), TestUsers.newEmail()).then().spec(problem(409, "id_taken"));
    }

    @Test
    void isFreeForAnotherTryIfTheRegistrationCameToNothing() {
        String id = TestTokens.newSubject();
        register(id, TestUsers.register().email()).then().spec(problem(409, "email_taken"));
        register(id, TestUsers.newEmail()).then().statusCode(201);
    }

    @Test
    void goesToOneOfManyParallelRegistrations() throws Exception {
        String id = TestTokens.newSubject();
        List<Integer> statuses =
                Parallel.race(50, () -> register(id, TestUsers.newEmail()).statusCode());
        assertEquals(1, Collections.frequency(statuses, 201));
        assertEquals(49, Collections.frequency(statuses, 409));
        assertEquals(1, database.getCollection("User").countDocuments(Filters.eq(new ObjectId(id))));
    }

    private void forget(String id) {
        database.getCollection("User").deleteOne(Filters.eq(new ObjectId(id)));
        database.getCollection("Session").deleteMany(Filters.eq("userId", id));
    }

    private static Response register(String id, String email) {
        Map<String, Object> body = TestUsers.registration(email);
        body.put("id", id);
        return TestUsers.register(body);
    }
}
