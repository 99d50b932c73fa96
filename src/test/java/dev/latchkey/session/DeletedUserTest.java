package dev.latchkey.session;

import static dev.latchkey.Problems.problem;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is left of a user who was deleted from the database. */
@QuarkusTest
class DeletedUserTest {

    @Inject
    MongoClient mongo;

    @Nested
    class Deletion {

        @Test
        void ofTheUserEndsWhatTheTokensAreGoodFor() {
            SignedInUser user = TestUsers.register();
            delete(user.id());
            TestUsers.details(user.accessToken()).then().spec(problem(403, "invalid_token"));
            TestUsers.refresh(user.refreshToken()).then().spec(problem(403, "invalid_token"));
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().spec(problem(401, "invalid_credentials"));
        }
    }

    @Nested
    class IdOfADeletedUser {

        /** Tokens of the deleted user are left, and would be the newcomer's. */
        @Test
        void isNotGivenToANewUserWhileThereAreSessions() {
            SignedInUser deleted = TestUsers.register();
            delete(deleted.id());
            Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
            body.put("id", deleted.id().toUpperCase(Locale.ROOT));
            TestUsers.register(body).then().spec(problem(409, "id_taken"));
        }
    }

    private void delete(String userId) {
        mongo.getDatabase("latchkey").getCollection("User").deleteOne(Filters.eq(new ObjectId(userId)));
    }
}
