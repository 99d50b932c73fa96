package dev.latchkey.bench;

import dev.latchkey.TestUsers;
import dev.latchkey.bench.Population.Seeded;
import dev.latchkey.stand.RedisProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** What the parts cost by themselves, on this machine and in this run, per second. */
final class Floors {
    static final String MGET = "MGET of Redis";
    static final String FIND = "find by id";
    static final String CRYPT = "bcrypt of C";

    private static final int THREADS = 16;
    private static final int HASHES = 40;

    private Floors() {}

    /** One MGET of the three keys of a check, as {@code redis-benchmark} does it over as many connections as wrk has. */
    static double mget(RedisProcess redis) {
        String output = Command.run(
                "redis-benchmark",
                "-p",
                Integer.toString(redis.process().port()),
                "-c",
                Integer.toString(Wrk.CONNECTIONS),
                "-n",
                "200000",
                "-q",
                "MGET",
                "denylist:{00}:epoch",
                "denylist:{00}:jti:0123456789012345678901",
                "denylist:{00}:sid:0123456789012345678901");
        return Command.number(output, "([\\d.]+) requests per second");
    }

    /** One look-up of a user with MongoDB's own driver, from parallel threads. */
    static double find(Population population, List<Seeded> users, Duration time) throws InterruptedException {
        LongAdder found = new LongAdder();
        long end = System.nanoTime() + time.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int t = 0; t < THREADS; t++) {
            int first = t;
            threads.submit(() -> {
                for (int i = first; System.nanoTime() < end; i++) {
                    population.find(users.get(i % users.size()).userId());
                    found.increment();
                }
            });
        }
        threads.shutdown();
        threads.awaitTermination(time.toSeconds() + 10, TimeUnit.SECONDS);
        return found.sum() / (double) time.toSeconds();
    }

    /** One {@code crypt(3)} of the C library, called from Perl, on all cores at once. */
    static double crypt() {
        int cores = Runtime.getRuntime().availableProcessors();
        String program = "use Time::HiRes; my $start = Time::HiRes::time(); my $hash;"
                + String.format(
                        Locale.ROOT,
                        "for (1..%d) { $hash = crypt('%s' . $_, '$2b$%02d$abcdefghijklmnopqrstuu') }",
                        HASHES,
                        TestUsers.PASSWORD,
                        ServiceBench.BCRYPT_COST)
                + "printf '%.3f', Time::HiRes::time() - $start;";
        return IntStream.range(0, cores)
                .parallel()
                .mapToDouble(core -> HASHES / Double.parseDouble(Command.run("perl", "-e", program)))
                .sum();
    }
}
