package dev.latchkey.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** How large the documents are that the service really stores; kept for {@code src/test/bench/mongodb_size.py}. */
class DocumentSizeBench {
    private static final Path FOLDER = Path.of("target", "bench");
    private static final String EMAIL = "ada.lovelace.1815@example.com";
    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/142.0.0.0 Safari/537.36";

    @Test
    void printsTheDocumentsOfAUserAndASession() throws IOException {
        try (MongoProcess mongo = MongoProcess.startInMemory();
                RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
                Replica replica = Replica.start(
                        mongo.address(), redis.address(), Map.of("BCRYPT_COST", "10"), List.of("-Xmx256m"));
                MongoClient database = MongoClients.create(mongo.address())) {
            Client client = replica.client();
            String userId = client.register(EMAIL).signedIn(201, EMAIL).id();
            SignedInUser user = client.login(EMAIL, TestUsers.PASSWORD, "User-Agent", BROWSER)
                    .signedIn(200, EMAIL);
            client.refresh(user.refreshToken(), "User-Agent", BROWSER).renewed(user);
            show(database, "User", new Document("_id", new ObjectId(userId)));
            show(database, "Session", new Document("generation", 1));
        }
    }

    private static void show(MongoClient database, String collection, Document which) throws IOException {
        RawBsonDocument document = database.getDatabase("latchkey")
                .getCollection(collection, RawBsonDocument.class)
                .find(which)
                .first();
        int bytes = document.getByteBuffer().remaining();
        System.out.printf(Locale.ROOT, "bench: %s: %d bytes of BSON, %s%n", collection, bytes, document.keySet());
        Files.createDirectories(FOLDER);
        Files.write(
                FOLDER.resolve(collection + ".bson"), document.getByteBuffer().array());
    }
}
