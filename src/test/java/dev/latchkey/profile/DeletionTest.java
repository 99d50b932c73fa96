package dev.latchkey.profile;

import static dev.latchkey.Problems.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.account.AccountChanges;
import dev.latchkey.account.AccountService;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeletionTest {
    @Inject
    MongoClient mongo;

    @Inject
    AccountService accounts;

    @Inject
    AccountChanges changes;

    @Inject
    Deletion deletion;

    @Nested
    class Done {

        @Test
        void endsAllSessionsAtOnce() {
            SignedInUser user = TestUsers.register();
            SignedInUser other = TestUsers.login(user);
            delete(user).then().statusCode(204);
            for (SignedInUser session : List.of(user, other)) {
                TestUsers.details(session.accessToken()).then().spec(problem(403, "revoked_token"));
                TestUsers.refresh(session.refreshToken()).then().statusCode(403);
            }
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().spec(problem(401, "invalid_credentials"));
        }

        @Test
        void leavesNothingButTheId() {
            SignedInUser user = TestUsers.register();
            delete(user).then().statusCode(204);
            assertNull(stored("User", new ObjectId(user.id())));
            assertEquals(
                    0,
                    mongo.getDatabase("latchkey")
                            .getCollection("Session")
                            .countDocuments(Filters.eq("userId", user.id())));
            Map<String, Object> body = TestUsers.registration(TestUsers.newEmail());
            body.put("id", user.id());
            TestUsers.register(body).then().spec(problem(409, "id_taken"));
        }

        @Test
        void freesTheEmail() {
            SignedInUser user = TestUsers.register();
            delete(user).then().statusCode(204);
            TestUsers.register(TestUsers.registration(user.email())).then().statusCode(201);
            TestUsers.details(user.accessToken()).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void leavesOthersAlone() {
            SignedInUser other = TestUsers.register();
            delete(TestUsers.register()).then().statusCode(204);
            TestUsers.details(other.accessToken()).then().statusCode(200);
        }
    }

    @Nested
    class Refusal {

        @Test
        void ofAWrongPasswordChangesNothing() {
            SignedInUser user = TestUsers.register();
            TestUsers.delete(user.accessToken(), "wrong horse battery")
                    .then()
                    .spec(problem(401, "invalid_credentials"));
            TestUsers.details(user.accessToken()).then().statusCode(200);
            TestUsers.login(user);
        }

        @Test
        void ofAMissingPassword() {
            SignedInUser user = TestUsers.register();
            TestUsers.delete(user.accessToken(), "").then().spec(problem(400, "invalid_request"));
        }
    }

    /** Nobody signs in any more, but the sessions go on: as after a failure of Redis. */
    @Nested
    class BrokenOff {

        @Test
        void letsNobodyIn() {
            SignedInUser user = begun();
            TestUsers.login(user.email(), TestUsers.PASSWORD).then().spec(problem(401, "invalid_credentials"));
            TestUsers.refresh(user.refreshToken()).then().spec(problem(403, "invalid_token"));
            TestUsers.details(user.accessToken()).then().spec(problem(403, "invalid_token"));
        }

        @Test
        void canBeRepeated() {
            SignedInUser user = begun();
            delete(user).then().statusCode(204);
            assertNull(stored("User", new ObjectId(user.id())));
            TestUsers.export(user.accessToken()).then().spec(problem(403, "revoked_token"));
        }

        @Test
        void isFinishedByTheWatch() {
            SignedInUser user = begun();
            deletion.finishThoseBegunBefore(Duration.ofMinutes(1));
            assertNotNull(stored("User", new ObjectId(user.id())), "its own request may be about to finish it");
            deletion.finishThoseBegunBefore(Duration.ofMinutes(-1));
            assertNull(stored("User", new ObjectId(user.id())));
            TestUsers.export(user.accessToken()).then().spec(problem(403, "revoked_token"));
        }

        /** Whatever order they are found in, one that fails comes first. */
        @Test
        void isFinishedAlthoughThatOfAnotherFails() {
            SignedInUser failing = begun();
            SignedInUser user = begun();
            List<SignedInUser> all = List.of(failing, user, begun());
            all.stream().filter(other -> other != user).forEach(other -> writeSession(other, "generation", "none"));
            deletion.finishThoseBegunBefore(Duration.ofMinutes(-1));
            assertNull(stored("User", new ObjectId(user.id())));
            assertNotNull(stored("User", new ObjectId(failing.id())), "its sessions can't be read");
            all.forEach(other -> writeSession(other, "generation", 0));
            deletion.finishThoseBegunBefore(Duration.ofMinutes(-1));
            assertNull(stored("User", new ObjectId(failing.id())));
        }

        private void writeSession(SignedInUser user, String field, Object value) {
            mongo.getDatabase("latchkey")
                    .getCollection("Session")
                    .updateMany(Filters.eq("userId", user.id()), Updates.set(field, value));
        }

        private SignedInUser begun() {
            SignedInUser user = TestUsers.register();
            changes.beginDeletion(accounts.ofToken(user.id()));
            return user;
        }
    }

    @Nested
    class Race {
        private static final int ROUNDS = 20;
        private static final int OTHERS = 8;

        @Test
        void leavesNoTokenThatIsAccepted() throws Exception {
            for (int round = 0; round < ROUNDS; round++) {
                SignedInUser user = TestUsers.register();
                SignedInUser refreshed = TestUsers.login(user);
                List<Callable<Response>> all = new ArrayList<>();
                for (int other = 0; other < OTHERS; other++) {
                    all.add(() -> TestUsers.login(user.email(), TestUsers.PASSWORD));
                    all.add(() -> TestUsers.refresh(refreshed.refreshToken()));
                }
                all.add(() -> delete(user));
                List<Response> answers = Parallel.race(all);
                answers.get(2 * OTHERS).then().statusCode(204);
                answers.subList(0, 2 * OTHERS).stream()
                        .filter(answer -> answer.statusCode() == 200)
                        .forEach(answer -> {
                            TestUsers.export(answer.path("data.accessToken"))
                                    .then()
                                    .spec(problem(403, "revoked_token"));
                            TestUsers.refresh(answer.path("data.refreshToken"))
                                    .then()
                                    .statusCode(403);
                        });
            }
        }
    }

    private Document stored(String collection, Object id) {
        return mongo.getDatabase("latchkey")
                .getCollection(collection)
                .find(Filters.eq(id))
                .first();
    }

    private static Response delete(SignedInUser user) {
        return TestUsers.delete(user.accessToken(), TestUsers.PASSWORD);
    }
}
