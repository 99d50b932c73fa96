package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Folders;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A failover to a copy of Redis that lags behind: it has the epochs, but not the latest logouts. */
class RedisSentinelFaultIT {
    private static final int USERS = 100;
    private static final Duration TO_FAIL_OVER = Duration.ofSeconds(40);

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.start();

    @AutoClose
    private static final RedisProcess MASTER = RedisProcess.start(RedisProcess.AOF);

    @AutoClose
    private static final RedisProcess COPY = RedisProcess.start(copyOf(MASTER));

    @AutoClose
    private static final RedisProcess SENTINEL = sentinelOf(MASTER);

    @Test
    void bringsNothingBackAndLogsNobodyOut() {
        awaitCopy();
        Map<String, String> settings = Map.of(
                "QUARKUS_REDIS_CLIENT_TYPE",
                "sentinel",
                "QUARKUS_REDIS_MASTER_NAME",
                "latchkey",
                "REDIS_TIMEOUT",
                "5s");
        String sentinel = "127.0.0.1:" + SENTINEL.process().port();
        try (Replica first = Replica.start(MONGO.address(), sentinel, settings);
                Replica second = Replica.start(MONGO.address(), sentinel, settings)) {
            List<Client> both = List.of(first.client(), second.client());
            List<SignedInUser> signedOut = register(first.client());
            List<SignedInUser> signedIn = register(first.client());
            cutOffCopy();
            signedOut.forEach(
                    user -> assertEquals(200, first.client().logout(user).status()));

            MASTER.process().kill();
            COPY.process().goOn();
            await("the promotion").atMost(TO_FAIL_OVER).until(() -> COPY.ask("INFO", "replication")
                    .contains("role:master"));
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

    private static void awaitCopy() {
        await("the sentinel to know the copy").atMost(TO_FAIL_OVER).until(() -> SENTINEL.ask("INFO", "sentinel")
                .contains("slaves=1"));
        await("the copy").atMost(TO_FAIL_OVER).until(() -> COPY.ask("INFO", "replication")
                .contains("master_link_status:up"));
    }

    private static List<String> copyOf(RedisProcess master) {
        List<String> settings = new ArrayList<>(RedisProcess.AOF);
        settings.addAll(
                List.of("--replicaof", "127.0.0.1 " + master.process().port(), "--repl-diskless-sync-delay", "0"));
        return settings;
    }

    private static RedisProcess sentinelOf(RedisProcess master) {
        int port = Ports.free();
        File file = new File(Folders.ofData("sentinel"), "sentinel.conf");
        try {
            Files.writeString(
                    file.toPath(),
                    String.format(Locale.ROOT, """
                    port %d
                    bind 127.0.0.1
                    sentinel monitor latchkey 127.0.0.1 %d 1
                    sentinel down-after-milliseconds latchkey 1000
                    sentinel failover-timeout latchkey 10000
                    """, port, master.process().port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RedisProcess(new ServerProcess(
                "sentinel", port, Map.of(), List.of(RedisProcess.executable(), file.toString(), "--sentinel")));
    }

    private static List<SignedInUser> register(Client replica) {
        return Stream.generate(replica::register).limit(USERS).toList();
    }
}
