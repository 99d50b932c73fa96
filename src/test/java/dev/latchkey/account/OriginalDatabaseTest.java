package dev.latchkey.account;

import static dev.latchkey.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.latchkey.TestUsers;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A database of the original works as it is, also while the original, an import or a person goes on writing to it. */
@QuarkusTest
class OriginalDatabaseTest {
    /** Of {@link #PASSWORD}, made by Python's bcrypt, which like Node's writes {@code $2b$}. */
    private static final String HASH = "$2b$10$4tpba9LoSaPh2sAOIPyyGeAaIco4ATi6Fx9askJEh.Z.4ZrNlleQ.";

    private static final String PASSWORD = "pässwörd of 1999";

    @Inject
    MongoClient mongo;

    @Inject
    UserWatch watch;

    @Inject
    UserSweep sweep;

    @Inject
    RefusedUsers refused;

    private MongoCollection<Document> collection;

    @BeforeEach
    void open() {
        collection = mongo.getDatabase("latchkey").getCollection("User");
    }

    @AfterEach
    void leaveNobodyRefused() {
        collection.deleteMany(Filters.exists("refusedEmail"));
        watch.look();
        assertEquals(List.of(), refused.now());
    }

    @Nested
    class Users {

        @Test
        void areFoundByTheEmailAsItStandsAtOnce() {
            String email = "Grace.Hopper-" + TestUsers.newEmail();
            insert(email);
            login(email).then().statusCode(200);
        }

        @Test
        void areFoundInLowerCaseAtOnceIfTheyStandSo() {
            String email = TestUsers.newEmail();
            insert(email);
            login(email.toUpperCase()).then().statusCode(200);
        }

        @Test
        void areFoundWhateverTheCaseOfTheirEmail() {
            String email = "Grace.Hopper-" + TestUsers.newEmail();
            ObjectId id = insert(email);
            watch.look();
            Response response = login(email.toUpperCase());
            response.then().statusCode(200).body("data.id", equalTo(id.toHexString()));
            TestUsers.details(response.path("data.accessToken"))
                    .then()
                    .statusCode(200)
                    .body("data.email", equalTo(email));
        }

        @Test
        void keepTheirDocumentsAsTheyAreButForTheCanonicalEmail() {
            ObjectId id = insert("Mixed.Case-" + TestUsers.newEmail());
            Document before = stored(id);
            watch.look();
            Document after = stored(id);
            assertEquals(before.getString("email").toLowerCase(), after.remove("canonicalEmail"));
            assertEquals(before, after);
        }

        @Test
        void canNotBeRegisteredOver() {
            String email = TestUsers.newEmail();
            insert(email);
            register(email).then().spec(problem(409, "email_taken"));
        }

        @ParameterizedTest
        @MethodSource("dev.latchkey.account.OriginalDatabaseTest#names")
        void mayHaveNoNameOrAVeryLongOne(String name) {
            String email = TestUsers.newEmail();
            insert(new Document("email", email).append("name", name).append("password", HASH));
            Response response = login(email);
            TestUsers.details(response.path("data.accessToken"))
                    .then()
                    .statusCode(200)
                    .body("data.name", equalTo(name));
        }
    }

    static Stream<String> names() {
        return Stream.of(null, "😀".repeat(5000));
    }

    @Nested
    class Passwords {

        /** Of 72 bytes the rest does not count, with Node's bcrypt as with ours. */
        @ParameterizedTest
        @MethodSource("dev.latchkey.account.OriginalDatabaseTest#oldPasswords")
        void areOnlyCompared(String password) {
            String email = TestUsers.newEmail();
            insert(new Document("email", email).append("password", BcryptUtil.bcryptHash(password, 4)));
            TestUsers.login(email, password).then().statusCode(200);
            TestUsers.login(email, "x" + password).then().spec(problem(401, "invalid_credentials"));
        }

        /** As Node encodes it, U+FFFD stands for half of a surrogate pair; a question mark would be another password. */
        @Test
        void withHalfASurrogatePairAreComparedAsNodeDoes() {
            String email = TestUsers.newEmail();
            insert(new Document("email", email).append("password", BcryptUtil.bcryptHash("p\ufffd", 4)));
            loginWithRawPassword(email, "p\\ud800").then().statusCode(200);
            loginWithRawPassword(email, "p?").then().spec(problem(401, "invalid_credentials"));
        }

        @Test
        void countUpTo72Bytes() {
            String email = TestUsers.newEmail();
            insert(new Document("email", email).append("password", BcryptUtil.bcryptHash("ab".repeat(36), 4)));
            TestUsers.login(email, "ab".repeat(500)).then().statusCode(200);
        }
    }

    static Stream<String> oldPasswords() {
        return Stream.of("a".repeat(71) + "bcd", "tab\tin it", "line\nbreak", "        ", "\u007f\u0001", "x");
    }

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
            login(other.toUpperCase()).then().statusCode(200);
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
            login(email.toUpperCase()).then().statusCode(200);
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
    class TwoWithOneEmail {
        private final String email = TestUsers.newEmail();

        @Test
        void areRefusedAndNamed() {
            ObjectId first = insert(email);
            ObjectId second = insert(email.toUpperCase());
            watch.look();
            login(email).then().spec(problem(401, "invalid_credentials"));
            login(email.toUpperCase()).then().spec(problem(401, "invalid_credentials"));
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
            insert(email.toUpperCase());
            watch.look();
            login(email).then().spec(problem(401, "invalid_credentials"));
        }

        @Test
        void leaveTheOneWhoRemainsOnceTheOtherIsDeleted() {
            ObjectId first = insert(email);
            ObjectId second = insert(email.toUpperCase());
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
            ObjectId second = insert(email.toUpperCase());
            String other = TestUsers.newEmail();
            watch.look();
            collection.updateOne(Filters.eq(second), Updates.set("email", other.toUpperCase()));
            watch.look();
            login(email).then().statusCode(200).body("data.id", equalTo(first.toHexString()));
            login(other).then().statusCode(200).body("data.id", equalTo(second.toHexString()));
        }
    }

    @Nested
    class DocumentsOfAnotherForm {

        @ParameterizedTest
        @MethodSource("dev.latchkey.account.OriginalDatabaseTest#wrongTypes")
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

    private ObjectId insert(String email) {
        return insert(new Document("email", email).append("name", "Grace").append("password", HASH));
    }

    private ObjectId insert(Document document) {
        collection.insertOne(document);
        return document.getObjectId("_id");
    }

    private Document stored(ObjectId id) {
        return collection.find(Filters.eq(id)).first();
    }

    private static Response login(String email) {
        return TestUsers.login(email, PASSWORD);
    }

    private static Response loginWithRawPassword(String email, String password) {
        return given().contentType(ContentType.JSON)
                .body("{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}")
                .post("/login");
    }

    private static Response register(String email) {
        return TestUsers.register(TestUsers.registration(email));
    }
}
