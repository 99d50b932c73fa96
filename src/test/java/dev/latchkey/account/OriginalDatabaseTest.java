package dev.latchkey.account;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.latchkey.TestUsers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database of the original works as it is. */
@QuarkusTest
class OriginalDatabaseTest {
    /** Of {@link #PASSWORD}, made by Python's bcrypt, which like Node's writes {@code $2b$}. */
    private static final String HASH = "$2b$10$4tpba9LoSaPh2sAOIPyyGeAaIco4ATi6Fx9askJEh.Z.4ZrNlleQ.";

    private static final String PASSWORD = "pässwörd of 1999";

    @Inject
    MongoClient mongo;

    @Inject
    UserStore users;

    private MongoCollection<Document> collection;

    @BeforeEach
    void open() {
        collection = mongo.getDatabase("latchkey").getCollection("User");
    }

    @Test
    void letsItsUsersInWhateverTheCaseOfTheirEmail() {
        String email = "Grace.Hopper-" + TestUsers.newEmail();
        ObjectId id = insert(email);
        users.prepare();
        Response response = TestUsers.login(email.toUpperCase(Locale.ROOT), PASSWORD);
        response.then().statusCode(200).body("data.id", equalTo(id.toHexString()));
        TestUsers.details(response.path("data.accessToken"))
                .then()
                .statusCode(200)
                .body("data.email", equalTo(email));
    }

    @Test
    void keepsItsDocumentsAsTheyAreButForTheCanonicalEmail() {
        ObjectId id = insert("Mixed.Case-" + TestUsers.newEmail());
        Document before = collection.find(Filters.eq(id)).first();
        users.prepare();
        Document after = collection.find(Filters.eq(id)).first();
        assertEquals(before.getString("email").toLowerCase(Locale.ROOT), after.remove("canonicalEmail"));
        assertEquals(before, after);
    }

    @ParameterizedTest
    @MethodSource("names")
    void letsInAUserWithoutANameAndOneWithAVeryLongOne(String name) {
        String email = TestUsers.newEmail();
        insert(email, name);
        users.prepare();
        Response response = TestUsers.login(email, PASSWORD);
        TestUsers.details(response.path("data.accessToken"))
                .then()
                .statusCode(200)
                .body("data.name", equalTo(name));
    }

    static Stream<String> names() {
        return Stream.of(null, "😀".repeat(5000));
    }

    @Test
    void isRefusedIfTwoEmailsDifferOnlyInCase() {
        String email = TestUsers.newEmail();
        ObjectId first = insert(email);
        ObjectId second = insert(email.toUpperCase(Locale.ROOT));
        try {
            IllegalStateException refusal = assertThrows(IllegalStateException.class, users::prepare);
            assertTrue(refusal.getMessage().contains(first.toHexString()), refusal::getMessage);
            assertTrue(refusal.getMessage().contains(second.toHexString()), refusal::getMessage);
            assertFalse(refusal.getMessage().contains(email), refusal::getMessage);
        } finally {
            collection.deleteOne(Filters.eq(first));
            collection.deleteOne(Filters.eq(second));
        }
        users.prepare();
    }

    private ObjectId insert(String email) {
        return insert(email, "Grace");
    }

    private ObjectId insert(String email, String name) {
        Document document = new Document("email", email).append("name", name).append("password", HASH);
        collection.insertOne(document);
        return document.getObjectId("_id");
    }
}
