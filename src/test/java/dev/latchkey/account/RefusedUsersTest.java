package dev.latchkey.account;

import static dev.latchkey.Problems.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Users of whom a person has to decide, and all others go on. */
@QuarkusTest
class RefusedUsersTest extends OriginalDatabase {

    @Nested
    class TwoWithOneEmail {
        private final String email = TestUsers.newEmail();

        @Test
        void areRefusedAndNamed() {
            ObjectId first = insert(email);
            ObjectId second = insert(email.toUpperCase(Locale.ROOT));
            watch.look();
            login(email).then().spec(problem(401, "invalid_credentials"));
            login(email.toUpperCase(Locale.ROOT)).then().spec(problem(401, "invalid_credentials"));
            register(email).then().spec(problem(409, "email_taken"));
            watch.look();
            assertEquals(1, refused.now().size(), () -> refused.now().toString());
            assertTrue(refused.now().get(0).contains(first.toHexString()));
            assertTrue(refused.now().get(0).contains(second.toHexString()));
            assertFalse(refused.now().get(0).contains(email));
        }

        @Test
        void areRefusedAlsoIfOneHasSignedInBefore() {
            insert(email);
            login(email).then().statusCode(200);
            insert(email.toUpperCase(Locale.ROOT));
            watch.look();
            login(email).then().spec(problem(401, "invalid_credentials"));
        }

        @Test
        void leaveTheOneWhoRemainsOnceTheOtherIsDeleted() {
            ObjectId first = insert(email);
            ObjectId second = insert(email.toUpperCase(Locale.ROOT));
            watch.look();
            login(email).then().spec(problem(401, "invalid_credentials"));
            collection.deleteOne(Filters.eq(first));
            login(email).then().statusCode(200).body("data.id", equalTo(second.toHexString()));
            watch.look();
            login(email).then().statusCode(200);
        }

        @Test
        void areBothLetInOnceOneGetsAnotherEmail() {
            ObjectId first = insert(email);
            ObjectId second = insert(email.toUpperCase(Locale.ROOT));
            String other = TestUsers.newEmail();
            watch.look();
            collection.updateOne(Filters.eq(second), Updates.set("email", other.toUpperCase(Locale.ROOT)));
            watch.look();
            login(email).then().statusCode(200).body("data.id", equalTo(first.toHexString()));
            login(other).then().statusCode(200).body("data.id", equalTo(second.toHexString()));
        }
    }

    @Nested
    class DocumentsOfAnotherForm {

        @ParameterizedTest
        @MethodSource("dev.latchkey.account.RefusedUsersTest#wrongTypes")
        void areRefusedThemselvesAlone(String field, Object value) {
            String email = TestUsers.newEmail();
            Document document = new Document("_id", new ObjectId())
                    .append("email", email)
                    .append("name", "Grace")
                    .append("password", HASH);
            document.put(field, value);
            collection.insertOne(document);
            try {
                login(email).then().spec(problem(401, "invalid_credentials"));
                if (!field.equals("email")) {
                    register(email).then().spec(problem(409, "email_taken"));
                }
                watch.look();
                login(email).then().spec(problem(401, "invalid_credentials"));
                TestUsers.register();
            } finally {
                collection.deleteOne(Filters.eq("_id", document.get("_id")));
            }
        }

        @Test
        void areLetInOnceTheyAreMended() {
            String email = TestUsers.newEmail();
            ObjectId id = insert(new Document("email", email).append("password", 7));
            watch.look();
            assertEquals(List.of(id.toHexString()), refused.now());
            collection.updateOne(Filters.eq(id), Updates.set("password", HASH));
            login(email).then().statusCode(200);
            watch.look();
            assertEquals(List.of(), refused.now());
        }

        @Test
        void makeTheTokensOfTheirUserInvalid() {
            TestUsers.SignedInUser user = TestUsers.register();
            collection.updateOne(Filters.eq(new ObjectId(user.id())), Updates.set("name", 7));
            TestUsers.details(user.accessToken()).then().spec(problem(403, "invalid_token"));
            collection.deleteOne(Filters.eq(new ObjectId(user.id())));
        }
    }

    static Stream<Arguments> wrongTypes() {
        Document document = new Document("a", 1);
        return Stream.of(
                arguments("_id", "ada"),
                arguments("_id", 7L),
                arguments("_id", new BsonBinary(UUID.fromString("00000000-0000-4000-8000-000000000000"))),
                arguments("_id", document),
                arguments("name", 7),
                arguments("name", document),
                arguments("name", List.of("Ada")),
                arguments("email", 7),
                arguments("email", document),
                arguments("email", null),
                arguments("email", List.of("ada@example.com")),
                arguments("password", 7),
                arguments("password", document),
                arguments("password", true));
    }
}
