package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.latchkey.TestUsers;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The migration of the original, played through: a database with users, some of them with one email, some unusable;
 * two replicas that start on it together and restart in turn, while another program adds, changes and duplicates users.
 */
@Tag("faults")
class MigrationFaultIT {
    private static final int AT_FIRST = 500;
    private static final int MEANWHILE = 300;
    private static final int CLASHES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final String HASH = BcryptUtil.bcryptHash(TestUsers.PASSWORD, 4);
    private static final Map<String, String> SETTINGS = Map.of("REDIS_TIMEOUT", "5s", "MONGODB_TIMEOUT", "5s");

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.startInMemory();

    @AutoClose
    private static final RedisProcess REDIS = RedisProcess.start(RedisProcess.AOF);

    @AutoClose
    private static final MongoClient ORIGINAL = MongoClients.create(MONGO.address());

    private final MongoCollection<Document> users =
            ORIGINAL.getDatabase("latchkey").getCollection("User");

    /** Emails of users who must be let in. */
    private final Queue<String> good = new ConcurrentLinkedQueue<>();

    private final List<ObjectId> clashing = new ArrayList<>();
    private final Queue<String> changed = new ConcurrentLinkedQueue<>();

    @Test
    void locksNobodyOutWhoShouldNotBe() throws InterruptedException {
        seed();
        try (Replica first = start();
                Replica second = start()) {
            AtomicBoolean over = new AtomicBoolean();
            Thread writer = new Thread(() -> write(over));
            writer.start();
            for (Replica replica : List.of(first, second)) {
                replica.process().terminate();
                Replica other = replica == first ? second : first;
                good.stream().skip(AT_FIRST - 20L).forEach(email -> assertLetIn(other.client(), email));
                replica.process().start();
                await("readiness").atMost(PATIENCE).until(replica::isReady);
            }
            over.set(true);
            writer.join();
            for (Client client : List.of(first.client(), second.client())) {
                assertGoodOnesAreLetIn(client);
                assertClashingOnesAreRefused(client);
            }
            resolveClashes();
            assertGoodOnesAreLetIn(first.client());
            System.out.printf(
                    Locale.ROOT,
                    "faults: migration: %,d users, %d changed meanwhile, %d emails twice: 0 locked out%n",
                    good.size(),
                    changed.size(),
                    CLASHES);
        }
    }

    private static Replica start() {
        return Replica.start(MONGO.address(), REDIS.address(), SETTINGS);
    }

    private void seed() {
        users.insertMany(IntStream.range(0, AT_FIRST).mapToObj(i -> goodUser()).toList());
        for (int i = 0; i < CLASHES; i++) {
            String email = TestUsers.newEmail();
            clashing.add(insert(user(email)));
            clashing.add(insert(user(email.toUpperCase(Locale.ROOT))));
        }
        users.insertMany(List.of(
                user(TestUsers.newEmail()).append("_id", "ada"),
                user(TestUsers.newEmail()).append("name", 7),
                new Document("email", 7)));
    }

    private void write(AtomicBoolean over) {
        for (int i = 0; i < MEANWHILE && !over.get(); i++) {
            insert(goodUser());
            String old = TestUsers.newEmail();
            ObjectId id = insert(user(old));
            String email = TestUsers.newEmail();
            users.updateOne(Filters.eq(id), Updates.set("email", email));
            good.add(email);
            changed.add(old);
        }
    }

    private Document goodUser() {
        String email = "Mixed.Case-" + TestUsers.newEmail();
        good.add(email);
        return user(email);
    }

    private static Document user(String email) {
        return new Document("email", email).append("name", "Grace").append("password", HASH);
    }

    private ObjectId insert(Document user) {
        users.insertOne(user);
        return user.getObjectId("_id");
    }

    private void assertGoodOnesAreLetIn(Client client) {
        List<String> some = new ArrayList<>(good);
        List<String> looked = new ArrayList<>(some.subList(0, 100));
        looked.addAll(some.subList(Math.max(AT_FIRST, some.size() - 100), some.size()));
        looked.forEach(email -> assertLetIn(client, email));
        await("other spellings").atMost(SETTLING).untilAsserted(() -> looked.stream()
                .filter(email -> email.startsWith("Mixed"))
                .forEach(email -> assertLetIn(client, email.toUpperCase(Locale.ROOT))));
        looked.stream()
                .limit(10)
                .forEach(email -> assertEquals(
                        "email_taken",
                        client.register(email.toUpperCase(Locale.ROOT)).code()));
        changed.stream()
                .limit(10)
                .forEach(old ->
                        assertEquals("invalid_credentials", client.login(old).code()));
    }

    private static void assertLetIn(Client client, String email) {
        assertEquals("200", client.login(email).code(), email);
    }

    private void assertClashingOnesAreRefused(Client client) {
        clashing.forEach(id -> {
            String email = users.find(Filters.eq(id)).first().getString("email");
            assertEquals("invalid_credentials", client.login(email).code());
            assertEquals("email_taken", client.register(email).code());
        });
    }

    private void resolveClashes() {
        for (int i = 0; i < clashing.size(); i += 2) {
            users.deleteOne(Filters.eq(clashing.get(i)));
            good.add(users.find(Filters.eq(clashing.get(i + 1))).first().getString("email"));
        }
    }
}
