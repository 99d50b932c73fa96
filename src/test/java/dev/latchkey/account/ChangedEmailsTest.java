package dev.latchkey.account;

import static dev.latchkey.Problems.problem;
import static org.hamcrest.Matchers.equalTo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in {@code email} counts, whoever has written it. */
@QuarkusTest
class ChangedEmailsTest extends OriginalDatabase {

    @Nested
    class Emails {

        @Test
        void countAsTheyStandIfAPersonChangesThem() {
            String old = TestUsers.newEmail();
            String other = TestUsers.newEmail();
            ObjectId id = insert(old);
            login(old).then().statusCode(200);
            collection.updateOne(Filters.eq(id), Updates.set("email", other));
            login(old).then().spec(problem(401, "invalid_credentials"));
            login(other).then().statusCode(200).body("data.id", equalTo(id.toHexString()));
            login(other.toUpperCase(Locale.ROOT)).then().statusCode(200);
            register(other).then().spec(problem(409, "email_taken"));
            register(old).then().statusCode(201);
        }

        @Test
        void canBeRegisteredOnceTheirUserHasAnotherOne() {
            String old = TestUsers.newEmail();
            ObjectId id = insert(old);
            watch.look();
            collection.updateOne(Filters.eq(id), Updates.set("email", TestUsers.newEmail()));
            register(old).then().statusCode(201);
        }

        @Test
        void areFoundThoughTheCanonicalOneIsRemoved() {
            String email = "Mixed.Case-" + TestUsers.newEmail();
            ObjectId id = insert(email);
            watch.look();
            collection.updateOne(Filters.eq(id), Updates.unset("canonicalEmail"));
            login(email).then().statusCode(200);
            login(email.toUpperCase(Locale.ROOT)).then().statusCode(200);
        }

        @Test
        void areFoundByTheirFormerCanonicalForm() {
            String email = UUID.randomUUID() + "@xn--mnchen-3ya.example";
            ObjectId id = insert(
                    new Document("email", email).append("canonicalEmail", email).append("password", HASH));
            login(email).then().statusCode(200).body("data.id", equalTo(id.toHexString()));
            login(email.replace("xn--mnchen-3ya", "MÜNCHEN")).then().statusCode(200);
            register(email.replace("xn--mnchen-3ya", "münchen")).then().spec(problem(409, "email_taken"));
        }

        /** What names an index, or a database, may stand in an email, too. */
        @Test
        void mayHoldTheNameOfAnIndex() {
            String email = "a_id_b-" + TestUsers.newEmail();
            register(email).then().statusCode(201);
            register(email).then().spec(problem(409, "email_taken"));
        }
    }

    @Nested
    class ThatAreNew {
        private static final int MORE_THAN_ONE_LOOK_READS = 1_001;

        @AfterEach
        void removeThem() {
            collection.deleteMany(Filters.exists("unusable"));
        }

        @ParameterizedTest
        @MethodSource("dev.latchkey.account.ChangedEmailsTest#unusable")
        void areFoundBehindManyThatCanNotBeUsed(Object email) {
            collection.insertMany(Stream.generate(() -> new Document("email", email).append("unusable", true))
                    .limit(MORE_THAN_ONE_LOOK_READS)
                    .toList());
            String mixedCase = "Grace.Hopper-" + TestUsers.newEmail();
            insert(mixedCase);
            watch.look();
            login(mixedCase.toUpperCase(Locale.ROOT)).then().statusCode(200);
        }
    }

    static Stream<Object> unusable() {
        return Stream.of(List.of("ada@example.com"), "a".repeat(1_025), "😀".repeat(1_025), "a".repeat(1_024) + "\n");
    }
}
