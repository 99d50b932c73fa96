package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the log tells an operator of the stores: that one is missing, and, as well, that it is there. */
@Tag("faults")
class StoreLogFaultIT {
    private static final Map<String, String> TEXT = Map.of("LOG_JSON", "false");

    private final MongoProcess mongo = MongoProcess.start();
    private final RedisProcess redis = RedisProcess.start(RedisProcess.AOF);

    @AfterEach
    void stop() {
        redis.close();
        mongo.close();
    }

    @Test
    void aStartThatWaitsForItsStoresTellsThatTheyAreReady() {
        redis.process().kill();
        mongo.process().kill();
        try (Replica replica = Replica.launch(mongo.address(), redis.address(), TEXT)) {
            awaitLine(replica, "Not ready: Redis (REDIS_HOST)");
            redis.process().start();
            awaitLine(replica, "Not ready: MongoDB (DATABASE_URL)");
            assertFalse(replica.process().log().contains("Ready: "));
            mongo.process().start();
            awaitLine(replica, "Ready: Redis and MongoDB answer and are prepared");
        }
    }

    @Test
    void aStoreThatGoesAndComesBackIsToldOfOnceEach() {
        try (Replica replica = Replica.start(mongo.address(), redis.address(), TEXT)) {
            goesAndComesBack(replica, "Redis", redis.process());
            goesAndComesBack(replica, "MongoDB", mongo.process());
            assertFalse(replica.process().log().contains("Ready: "), "nobody was told that it is not");
        }
    }

    @Test
    void theLastLineOfAStartNamesWhatToOpen() {
        try (Replica replica = Replica.start(mongo.address(), redis.address(), TEXT)) {
            awaitLine(
                    replica,
                    "Latchkey is running: the API is at http://localhost:"
                            + replica.client().service().getPort() + ", its health at http://localhost:"
                            + replica.management().getPort() + "/q/health");
            List<String> lines = replica.process()
                    .log()
                    .lines()
                    .filter(line -> !line.contains("Reporting health down"))
                    .toList();
            assertTrue(lines.get(lines.size() - 1).contains("Latchkey is running: "), replica.process()::log);
        }
    }

    private static void goesAndComesBack(Replica replica, String store, ServerProcess server) {
        awaitAnswer(replica, store);
        server.kill();
        awaitLine(replica, store + " does not answer: ");
        server.start();
        awaitLine(replica, store + " answers again");
        assertEquals(1, replica.process().log().split(store + " does not answer: ", -1).length - 1);
    }

    /** The watch of a store looks once a second: it has to have seen it before it can miss it. */
    private static void awaitAnswer(Replica replica, String store) {
        String gauge = "latchkey_store_available{store=\"" + store.toLowerCase(Locale.ROOT) + "\"}";
        await().until(() -> replica.metrics().of(gauge) == 1);
    }

    private static void awaitLine(Replica replica, String line) {
        await(line)
                .atMost(Duration.ofSeconds(30))
                .until(() -> replica.process().log().contains(line));
    }
}
