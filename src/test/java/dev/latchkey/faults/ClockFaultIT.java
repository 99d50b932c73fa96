package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.SettableClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clocks that go wrong: Redis's jumps, or those of two replicas differ. */
@Tag("faults")
class ClockFaultIT {
    private static final int USERS = 50;
    private static final Map<String, String> PATIENCE = Map.of("REDIS_TIMEOUT", "5s", "MONGODB_TIMEOUT", "5s");
    private static final Duration TO_NOTICE = Duration.ofSeconds(10);

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.start();

    /** Every entry is over at once, but the epochs and the scripts are there. */
    @Test
    void redissJumpAheadBringsNothingBackAndLogsNobodyOut() {
        SettableClock clock = SettableClock.create();
        try (RedisProcess redis = RedisProcess.start(RedisProcess.AOF, clock);
                Replica first = Replica.start(MONGO.address(), redis.address(), PATIENCE);
                Replica second = Replica.start(MONGO.address(), redis.address(), PATIENCE)) {
            List<Client> both = List.of(first.client(), second.client());
            List<SignedInUser> signedOut = register(first.client());
            List<SignedInUser> signedIn = register(first.client());
            signedOut.forEach(
                    user -> assertEquals(200, first.client().logout(user).status()));

            clock.set(Duration.ofHours(24 * 365));
            String figure = DeadTokens.refused(signedOut, both);
            for (SignedInUser user : signedIn) {
                SignedInUser renewed =
                        second.client().refresh(user.refreshToken()).renewed(user);
                both.forEach(replica ->
                        assertEquals(200, replica.details(renewed.accessToken()).status()));
            }
            assertTrue(first.metrics().of("latchkey_denylist_losses_total") > 0, "a loss");
            System.out.printf(
                    Locale.ROOT,
                    "faults: Redis's clock a year ahead after %d logouts: %s; signed-in users logged out: 0 of %d%n",
                    USERS,
                    figure,
                    USERS);
        }
    }

    @Test
    void aReplicaWhoseClockIsTwelveSecondsOffIsNotReadyUntilItIsRight() {
        SettableClock clock = SettableClock.create();
        Map<String, String> settings = new HashMap<>(PATIENCE);
        settings.putAll(clock.environment());
        try (RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
                Replica replica = Replica.start(MONGO.address(), redis.address(), settings)) {
            for (int seconds : List.of(12, -12)) {
                clock.set(Duration.ofSeconds(seconds));
                await("not ready").atMost(TO_NOTICE).until(() -> !replica.isReady());
                assertEquals(seconds, replica.metrics().of("latchkey_clock_offset_seconds"), 1);
                clock.set(Duration.ZERO);
                await("ready").atMost(TO_NOTICE).until(replica::isReady);
            }
        }
    }

    private static List<SignedInUser> register(Client replica) {
        return Stream.generate(replica::register).limit(USERS).toList();
    }
}
