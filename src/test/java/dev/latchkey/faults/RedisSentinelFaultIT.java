package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.RedisSentinel;
import dev.latchkey.stand.Replica;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A failover to a copy of Redis that lags behind: it has the epochs, but not the latest logouts. */
@Tag("faults")
class RedisSentinelFaultIT {
    private static final int USERS = 100;
    private static final Duration TO_FAIL_OVER = Duration.ofSeconds(40);

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.start();

    @AutoClose
    private static final RedisSentinel REDIS = RedisSentinel.start();

    private static final RedisProcess MASTER = REDIS.master();
    private static final RedisProcess COPY = REDIS.copy();

    @Test
    void bringsNothingBackAndLogsNobodyOut() {
        try (Replica first = REDIS.replica(MONGO);
                Replica second = REDIS.replica(MONGO)) {
            List<Client> both = List.of(first.client(), second.client());
            List<SignedInUser> signedOut = register(first.client());
            List<SignedInUser> signedIn = register(first.client());
            cutOffCopy();
            signedOut.forEach(
                    user -> assertEquals(200, first.client().logout(user).status()));

            MASTER.process().kill();
            COPY.process().goOn();
            await("the promotion").atMost(TO_FAIL_OVER).until(COPY::isMaster);
            both.forEach(replica -> await("answers")
                    .atMost(TO_FAIL_OVER)
                    .until(() -> replica.details(signedIn.get(0).accessToken()).status() != 503));

            String figure = DeadTokens.refused(signedOut, both);
            for (SignedInUser user : signedIn) {
                assertEquals(
                        "stale_token",
                        first.client().details(user.accessToken()).code());
                SignedInUser renewed =
                        second.client().refresh(user.refreshToken()).renewed(user);
                both.forEach(replica ->
                        assertEquals(200, replica.details(renewed.accessToken()).status()));
            }
            System.out.printf(
                    Locale.ROOT,
                    "faults: Sentinel failover to a copy that lags: tokens of %d logouts: %s; signed-in users logged out: 0 of %d%n",
                    USERS,
                    figure,
                    USERS);
        }
    }

    /** From here on it lags behind: what is in no buffer can't be made up for after the master's end. */
    private static void cutOffCopy() {
        COPY.process().stop();
        MASTER.ask("CLIENT", "KILL", "TYPE", "replica");
    }

    private static List<SignedInUser> register(Client replica) {
        return Stream.generate(replica::register).limit(USERS).toList();
    }
}
