package dev.latchkey.stand;

import com.mongodb.client.MongoClient;
import de.bwaldvogel.mongo.MongoServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** The stores of the other tests, but for a MongoDB that fails when it is told to. */
public final class OnFailingMongo implements QuarkusTestProfile {

    /**
     * Lets a command fail.
     *
     * @param code  the error; 0 to carry it out and lose the answer
     * @param times how often
     * @return how often a write has come once more that had been carried out
     */
    public static int fail(MongoClient mongo, String command, int code, int times) {
        return failAfter(mongo, "", command, code, times);
    }

    /** The same, once another command has been carried out. */
    public static int failAfter(MongoClient mongo, String after, String command, int code, int times) {
        return mongo.getDatabase("admin")
                .runCommand(new Document(FailingBackend.FAIL, command)
                        .append("code", code)
                        .append("times", times)
                        .append("after", after))
                .getInteger("repeated");
    }

    /** Whoever looks for mails would meet the failures that a test sets for a request. */
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("latchkey.mail.mailbox", "false");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Mongo.class));
    }

    /** That MongoDB. */
    public static final class Mongo implements QuarkusTestResourceLifecycleManager {
        private final FailingBackend backend = new FailingBackend();
        private final MongoServer server = new MongoServer(backend);

        @Override
        public Map<String, String> start() {
            int port = server.bind().getPort();
            backend.listensOn(port);
            return Map.of(
                    "DATABASE_URL",
                    "mongodb://127.0.0.1:" + port + "/latchkey?replicaSet=rs0",
                    // The driver repeats some of these errors for as long as it may.
                    "MONGODB_TIMEOUT",
                    "2s");
        }

        @Override
        public int order() {
            return 1;
        }

        @Override
        public void stop() {
            server.shutdownNow();
        }
    }
}
