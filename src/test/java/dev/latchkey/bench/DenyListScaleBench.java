package dev.latchkey.bench;

import static org.awaitility.Awaitility.await;

import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisCluster;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a deny-list of many entries takes, and what a check, a rewrite of the append-only file, a restart and a copy cost
 * with it. {@code -Dlatchkey.scale.entries=10000000} is what the scale page shows; it takes a quarter of an hour, 4 GB of
 * memory and as much disk.
 */
class DenyListScaleBench {
    private static final int ENTRIES = Integer.getInteger("latchkey.scale.entries", 500_000);
    private static final int OF_EACH_FORM = 500_000;
    private static final int ROUNDS = Integer.getInteger("latchkey.bench.rounds", 3);
    private static final int SESSIONS = 20_000;
    private static final Duration PEAK = Duration.ofSeconds(4);
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);
    private static final double MEGA = 1e6;

    /**
     * Microseconds of Redis for one check.
     *
     * @param script of which its script takes
     */
    private record Check(double script, double cpu) {}

    /** Rewritten when it is measured, not before. */
    private static final List<String> AOF = Stream.concat(
                    RedisProcess.AOF.stream(), Stream.of("--auto-aof-rewrite-percentage", "0"))
            .toList();

    @Test
    void printsWhatAnEntryOfEachFormTakes() {
        for (EntryForm form : EntryForm.values()) {
            try (RedisProcess redis = RedisProcess.start(RedisProcess.SNAPSHOTS_ON_DEMAND)) {
                long empty = usedMemory(redis);
                form.add(0, OF_EACH_FORM, List.of(redis));
                printMemory(redis, empty, OF_EACH_FORM, form);
            }
        }
    }

    @Test
    void printsWhatManyEntriesCost() {
        try (RedisProcess redis = RedisProcess.start(AOF)) {
            long empty = usedMemory(redis);
            fillAndCheck(redis);
            printMemory(redis, empty, ENTRIES, EntryForm.ROTATED);
            double megabytes = number(redis, "persistence", "aof_current_size") / MEGA;
            print(
                    "the append-only file as it was written: %,.0f MB; a restart takes %.1f s",
                    megabytes, restart(redis));
            rewrite(redis);
            print("after that a restart takes %.1f s", restart(redis));
            copy(redis);
        }
    }

    /** Asks with none of the entries, a tenth, and all. */
    private static void fillAndCheck(RedisProcess redis) {
        try (MongoProcess mongo = MongoProcess.startInMemory();
                Replica replica = Replica.start(
                        mongo.address(),
                        redis.address(),
                        Map.of("REDIS_TIMEOUT", "5s", "MONGODB_TIMEOUT", "5s"),
                        List.of("-Xmx256m", "-XX:+UseSerialGC"));
                Population population = new Population(mongo.address())) {
            population.awaitThatItsTokensAreAccepted(replica.client());
            List<String> lines = Route.VERIFY.lines(population.add(SESSIONS));
            int there = 0;
            for (int entries : List.of(0, ENTRIES / 10, ENTRIES)) {
                EntryForm.ROTATED.add(there, entries, List.of(redis));
                there = entries;
                check(redis, replica, lines);
                List<Check> checks = Stream.generate(() -> check(redis, replica, lines))
                        .limit(ROUNDS)
                        .toList();
                print(
                        "a check with %,d entries: its script takes Redis %.2f us, all of it %.1f us of CPU",
                        entries,
                        Median.of(checks.stream().map(Check::script).toList()),
                        Median.of(checks.stream().map(Check::cpu).toList()));
            }
        }
    }

    /** Of Redis, while a replica asks for as much as it can. */
    private static Check check(RedisProcess redis, Replica replica, List<String> lines) {
        redis.ask("CONFIG", "RESETSTAT");
        double before = redis.process().cpuSeconds();
        Wrk.run(replica.client().service(), Route.VERIFY, lines, PEAK);
        double cpu = redis.process().cpuSeconds() - before;
        String calls = redis.ask("INFO", "commandstats");
        return new Check(
                value(calls, "cmdstat_evalsha:.*usec_per_call=([\\d.]+)"),
                cpu * MEGA / value(calls, "cmdstat_evalsha:calls=(\\d+)"));
    }

    private static void printMemory(RedisProcess redis, long empty, int entries, EntryForm form) {
        print(
                "%,d entries %s: %.0f bytes each, of which %s are the entry (MEMORY USAGE); resident %,.0f MB",
                entries,
                form,
                (double) (usedMemory(redis) - empty) / entries,
                redis.ask("MEMORY", "USAGE", redis.ask("RANDOMKEY")),
                number(redis, "memory", "used_memory_rss") / MEGA);
    }

    private static void rewrite(RedisProcess redis) {
        long begun = System.nanoTime();
        redis.ask("BGREWRITEAOF");
        await().atMost(LONG_ENOUGH).until(() -> number(redis, "persistence", "aof_rewrite_in_progress") == 0);
        print(
                "a rewrite takes %.1f s, and the file has %,.0f MB; the fork stops Redis for %.1f ms, %,.0f MB were copied",
                secondsSince(begun),
                number(redis, "persistence", "aof_current_size") / MEGA,
                number(redis, "stats", "latest_fork_usec") / 1_000.0,
                number(redis, "persistence", "aof_last_cow_size") / MEGA);
    }

    private static double restart(RedisProcess redis) {
        redis.process().terminate();
        redis.process().exitCode();
        long begun = System.nanoTime();
        redis.process().start();
        await().atMost(LONG_ENOUGH).until(() -> number(redis, "persistence", "loading") == 0);
        return secondsSince(begun);
    }

    private static void copy(RedisProcess redis) {
        long begun = System.nanoTime();
        try (RedisProcess copy = RedisProcess.copyOf(redis)) {
            await().atMost(LONG_ENOUGH)
                    .until(() -> copy.ask("INFO", "replication").contains("master_link_status:up"));
            print("a new copy has all of it after %.1f s", secondsSince(begun));
        }
    }

    @Test
    void printsHowAClusterSharesIt() {
        try (RedisCluster cluster = RedisCluster.start()) {
            List<RedisProcess> nodes = cluster.nodes();
            List<Long> empty =
                    nodes.stream().map(DenyListScaleBench::usedMemory).toList();
            EntryForm.ROTATED.add(0, ENTRIES, nodes);
            for (int i = 0; i < nodes.size(); i++) {
                long used = usedMemory(nodes.get(i)) - empty.get(i);
                long keys = Long.parseLong(nodes.get(i).ask("DBSIZE"));
                print("shard %d of %d: %,d entries, %.0f bytes each", i + 1, nodes.size(), keys, (double) used / keys);
            }
            for (int shards : List.of(2, 3, 4, 6, 8, 16)) {
                print("64 buckets on %d shards of as many slots: %s", shards, buckets(nodes.get(0), shards));
            }
        }
    }

    private static Map<Integer, Integer> buckets(RedisProcess node, int shards) {
        Map<Integer, Integer> buckets = new TreeMap<>();
        for (int bucket = 0; bucket < 64; bucket++) {
            buckets.merge(EntryForm.shardOf(bucket, node, shards) + 1, 1, Integer::sum);
        }
        return buckets;
    }

    private static long usedMemory(RedisProcess redis) {
        return number(redis, "memory", "used_memory");
    }

    private static long number(RedisProcess redis, String section, String field) {
        return (long) value(redis.ask("INFO", section), "(?m)^" + field + ":(\\d+)");
    }

    private static double value(String info, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(info);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in: " + info);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static double secondsSince(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static void print(String format, Object... figures) {
        System.out.printf(Locale.ROOT, "bench: " + format + "%n", figures);
    }
}
