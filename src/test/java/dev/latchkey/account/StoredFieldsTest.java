package dev.latchkey.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.latchkey.TestUsers;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** What a registration leaves in the database, whatever it brings along. */
@QuarkusTest
class StoredFieldsTest {

    @Inject
    MongoClient mongo;

    @Test
    void areThoseOfAUserAndNoOthers() {
        MongoCollection<Document> users = mongo.getDatabase("latchkey").getCollection("User");
        String email = TestUsers.newEmail();
        String foreignId = TestTokens.newSubject();
        Map<String, Object> body = TestUsers.registration(email);
        body.put("_id", foreignId);
        body.put("role", "admin");
        body.put("roles", List.of("admin"));
        body.put("isAdmin", true);
        body.put("canonicalEmail", "other@example.com");
        body.put("$set", Map.of("role", "admin"));
        String id = TestUsers.register(body).then().statusCode(201).extract().path("data.id");
        Document user = users.find(Filters.eq(new ObjectId(id))).first();
        Set<String> fields = new HashSet<>(user.keySet());
        fields.removeAll(Set.of("owedMails", "owedDueAt"));
        assertEquals(Set.of("_id", "email", "name", "password", "canonicalEmail", "pendingVerification"), fields);
        assertEquals(email, user.getString("canonicalEmail"));
        assertNull(users.find(Filters.eq(new ObjectId(foreignId))).first());
    }
}
