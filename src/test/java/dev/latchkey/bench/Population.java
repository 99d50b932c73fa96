package dev.latchkey.bench;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.latchkey.TestUsers;
import dev.latchkey.stand.Client;
import dev.latchkey.token.Grant;
import dev.latchkey.token.Subject;
import dev.latchkey.token.TestTokenConfig;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenIssuer;
import dev.latchkey.token.TokenType;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Users and sessions, put straight into MongoDB, with their tokens: to sign in as many would take hours. */
public final class Population implements AutoCloseable {
    private static final int BATCH = 10_000;
    private static final int OF_EVERY_BUCKET = 1_000;
    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final String HASH = BcryptUtil.bcryptHash(TestUsers.PASSWORD, ServiceBench.BCRYPT_COST);

    private final MongoClient mongo;
    private final MongoDatabase database;
    private final TokenIssuer issuer;

    /** A session with its first pair. */
    public record Seeded(String userId, String email, String accessToken, String refreshToken) {}

    /** @param address of MongoDB, with the database */
    public Population(String address) {
        TestTokenConfig config = TestTokenConfig.standard();
        this.mongo = MongoClients.create(address);
        this.database = mongo.getDatabase(new ConnectionString(address).getDatabase());
        this.issuer = config.newIssuer();
    }

    /** As many new users, each with a session. */
    public List<Seeded> add(int number) {
        List<Seeded> all = new ArrayList<>(number);
        for (int begun = 0; begun < number; begun += BATCH) {
            addBatch(Math.min(BATCH, number - begun), all);
        }
        return all;
    }

    /** An epoch begins some seconds ahead, in each bucket at another time: nothing vouches before for tokens made here. */
    public void awaitThatItsTokensAreAccepted(Client service) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> add(OF_EVERY_BUCKET).stream()
                .allMatch(user -> service.details(user.accessToken()).status() == 200));
    }

    private void addBatch(int number, List<Seeded> all) {
        List<Document> users = new ArrayList<>();
        List<Document> sessions = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            String email = TestUsers.newEmail();
            ObjectId id = new ObjectId();
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            String sid = TokenId.newSessionId(now);
            Instant end = now.plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
            users.add(user(id, email));
            sessions.add(session(sid, id.toHexString(), now, end));
            Grant grant = new Grant(new Subject(id.toHexString(), email, "Ada Lovelace", false), sid, 0, now, end);
            all.add(new Seeded(id.toHexString(), email, issuer.accessToken(grant), issuer.refreshToken(grant)));
        }
        database.getCollection("User").insertMany(users);
        database.getCollection("Session").insertMany(sessions);
    }

    private static Document user(ObjectId id, String email) {
        return new Document("_id", id)
                .append("email", email)
                .append("name", "Ada Lovelace")
                .append("password", HASH)
                .append("canonicalEmail", email);
    }

    private static Document session(String sid, String userId, Instant now, Instant end) {
        return new Document("_id", sid)
                .append("userId", userId)
                .append("generation", 0)
                .append("refreshJti", TokenId.of(sid, 0, TokenType.REFRESH))
                .append("rotatedAt", Date.from(now))
                .append("createdAt", Date.from(now))
                .append("lastUsedAt", Date.from(now))
                .append("expiresAt", Date.from(end))
                .append("signedInFrom", "127.0.0.1")
                .append("ip", "127.0.0.1")
                .append("userAgent", "");
    }

    /** Looks a user up, as a service does that knows nothing better. */
    boolean find(String userId) {
        return database.getCollection("User")
                        .find(new Document("_id", new ObjectId(userId)))
                        .first()
                != null;
    }

    @Override
    public void close() {
        mongo.close();
    }
}
