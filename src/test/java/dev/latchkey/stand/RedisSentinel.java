package dev.latchkey.stand;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A Redis master, a copy of it, and a sentinel that promotes the copy. */
public record RedisSentinel(RedisProcess master, RedisProcess copy, RedisProcess sentinel) implements AutoCloseable {
    private static final Duration TO_MEET = Duration.ofSeconds(40);

    /** Starts the three; returns when the sentinel knows the copy, and the copy holds what the master does. */
    public static RedisSentinel start() {
        RedisProcess master = RedisProcess.start(RedisProcess.AOF);
        RedisSentinel all = new RedisSentinel(master, RedisProcess.copyOf(master), sentinelOf(master));
        await("the sentinel to know the copy")
                .atMost(TO_MEET)
                .until(() -> all.sentinel().ask("INFO", "sentinel").contains("slaves=1"));
        all.copy().awaitCopied();
        return all;
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

    /** A replica that asks the sentinel for the master. */
    public Replica replica(MongoProcess mongo) {
        Map<String, String> settings = Map.of(
                "QUARKUS_REDIS_CLIENT_TYPE",
                "sentinel",
                "QUARKUS_REDIS_MASTER_NAME",
                "latchkey",
                "REDIS_TIMEOUT",
                "5s");
        return Replica.start(mongo.address(), sentinel.address(), settings);
    }

    @Override
    public void close() {
        List.of(sentinel, copy, master).forEach(RedisProcess::close);
    }
}
