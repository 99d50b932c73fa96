package dev.latchkey.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.latchkey.TestUsers;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database to which the original, an import or a person goes on writing. */
abstract class OriginalDatabase {
    /** Of {@link #PASSWORD}, made by Python's bcrypt, which like Node's writes {@code $2b$}. */
    static final String HASH = "$2b$10$4tpba9LoSaPh2sAOIPyyGeAaIco4ATi6Fx9askJEh.Z.4ZrNlleQ.";

    private static final String PASSWORD = "pässwörd of 1999";

    @Inject
    MongoClient mongo;

    @Inject
    UserWatch watch;

    @Inject
    RefusedUsers refused;

    MongoCollection<Document> collection;

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

    ObjectId insert(String email) {
        return insert(new Document("email", email).append("name", "Grace").append("password", HASH));
    }

    ObjectId insert(Document document) {
        collection.insertOne(document);
        return document.getObjectId("_id");
    }

    Document stored(ObjectId id) {
        return collection.find(Filters.eq(id)).first();
    }

    static Response login(String email) {
        return TestUsers.login(email, PASSWORD);
    }

    static Response register(String email) {
        return TestUsers.register(TestUsers.registration(email));
    }
}
