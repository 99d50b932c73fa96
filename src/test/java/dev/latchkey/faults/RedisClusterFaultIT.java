package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Load;
import dev.latchkey.stand.Load.Exchange;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisCluster;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The deny-list on a Redis Cluster of three shards: the same flow, and a loss that concerns a third of the sessions.
 */
@Tag("faults")
class RedisClusterFaultIT {
    private static final int USERS = 100;
    private static final int PARALLEL = 200;
    private static final int ANSWERS = 5_000;

    @AutoClose
    private static final RedisCluster CLUSTER = RedisCluster.start();

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.start();

    @AutoClose
    private static final Replica FIRST = CLUSTER.replica(MONGO);

    @AutoClose
    private static final Replica SECOND = CLUSTER.replica(MONGO);

    private static final List<Client> BOTH = List.of(FIRST.client(), SECOND.client());

    @Test
    void holdsTheTokenFlow() {
        List<SignedInUser> dead = new ArrayList<>();
        for (SignedInUser user : register()) {
            SignedInUser renewed = FIRST.client().refresh(user.refreshToken()).renewed(user);
            assertEquals(
                    "revoked_token", SECOND.client().details(user.accessToken()).code());
            assertEquals(200, SECOND.client().details(renewed.accessToken()).status());
            assertEquals(200, SECOND.client().logout(renewed).status());
            dead.add(renewed);
        }
        System.out.printf(
                Locale.ROOT,
                "faults: Redis Cluster: %d users signed up, on and out: %s%n",
                USERS,
                DeadTokens.refused(dead, BOTH));
    }

    /** The client of a cluster takes a connection to each node for each command: enough for all, or they wait for ever. */
    @Test
    void answersManyParallelRequests() {
        SignedInUser user = FIRST.client().register();
        try (Load load = new Load()) {
            load.with(PARALLEL, () -> FIRST.client().details(user.accessToken()));
            await().atMost(Duration.ofSeconds(30)).until(() -> load.answers() > ANSWERS);
            List<Exchange> exchanges = load.stop();
            long failed = exchanges.stream()
                    .filter(exchange -> exchange.answer().status() != 200)
                    .count();
            System.out.printf(
                    Locale.ROOT,
                    "faults: Redis Cluster, %d clients at once: %,d of %,d requests failed%n",
                    PARALLEL,
                    failed,
                    exchanges.size());
            assertEquals(0, failed);
        }
    }

    @Test
    void bringsNothingBackWhenOneShardIsLost() {
        List<SignedInUser> signedOut = register();
        List<SignedInUser> signedIn = register();
        signedOut.forEach(user -> assertEquals(200, FIRST.client().logout(user).status()));

        CLUSTER.nodes().get(1).ask("FLUSHALL");

        String figure = DeadTokens.refused(signedOut, BOTH);
        List<SignedInUser> stale = signedIn.stream()
                .filter(user -> !isAccepted(user.accessToken()))
                .toList();
        assertTrue(0 < stale.size() && stale.size() < USERS, () -> stale.size() + " of one shard");
        stale.forEach(RedisClusterFaultIT::goesOnAfterOneRefresh);
        System.out.printf(
                Locale.ROOT,
                "faults: Redis Cluster, one shard of three lost: %s; of %d signed-in users %d refreshed once, 0 logged out%n",
                figure,
                USERS,
                stale.size());
    }

    /** Whichever of them it is: what it evicts are tokens that would come back. */
    @Test
    void isNotReadyWhileOneNodeMayEvict() {
        for (RedisProcess node : CLUSTER.nodes()) {
            node.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
            for (int probe = 0; probe < 5; probe++) {
                assertFalse(FIRST.isReady());
            }
            node.ask("CONFIG", "SET", "maxmemory-policy", "noeviction");
            assertTrue(FIRST.isReady());
        }
    }

    private static boolean isAccepted(String accessToken) {
        String code = FIRST.client().details(accessToken).code();
        assertTrue(List.of("200", "stale_token").contains(code), code);
        return code.equals("200");
    }

    private static void goesOnAfterOneRefresh(SignedInUser user) {
        SignedInUser renewed = SECOND.client().refresh(user.refreshToken()).renewed(user);
        BOTH.forEach(replica ->
                assertEquals(200, replica.details(renewed.accessToken()).status()));
    }

    private static List<SignedInUser> register() {
        return Stream.generate(FIRST.client()::register).limit(USERS).collect(Collectors.toList());
    }
}
