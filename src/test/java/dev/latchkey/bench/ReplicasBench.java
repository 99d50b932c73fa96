package dev.latchkey.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latchkey.bench.Population.Seeded;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whether more replicas do more: one, two and four, each held to the same small part of a core, so that all of them, the
 * stores and the load fit on this machine. Only the ratios tell anything. Only root can run it.
 */
class ReplicasBench {
    private static final double CORES = 0.2;
    private static final int ROUNDS = Integer.getInteger("latchkey.bench.rounds", 3);
    private static final List<Integer> NUMBERS = List.of(1, 2, 4);
    private static final List<Route> ROUTES = List.of(Route.VERIFY, Route.REFRESH);
    private static final int CONNECTIONS = 16;

    /** Each replica alone: what is compiled later counts as their work. */
    private static final int WARM_UPS = 3;

    private static final Duration PEAK = Duration.ofSeconds(3);

    private final MongoProcess mongo = MongoProcess.startInMemory();
    private final RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
    private final List<Replica> replicas =
            Stream.generate(this::start).limit(NUMBERS.get(NUMBERS.size() - 1)).toList();
    private final Population population = new Population(mongo.address());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /**
     * What some replicas did together.
     *
     * @param used of the CPU that they may use
     */
    private record Run(double perSecond, double perCpuSecond, double used) {}

    @Test
    void printsWhatMoreReplicasAdd() {
        assumeTrue(CpuShare.isPossible(), "only root can hold processes to a share of the CPU");
        population.awaitThatItsTokensAreAccepted(replicas.get(0).client());
        for (int i = 0; i < WARM_UPS; i++) {
            replicas.forEach(replica -> ROUTES.forEach(route -> peak(route, List.of(replica))));
        }
        List<CpuShare> shares = replicas.stream()
                .map(replica -> CpuShare.of(replica.process().pid(), CORES))
                .toList();
        for (Route route : ROUTES) {
            Map<Integer, List<Run>> runs = new TreeMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (int number : NUMBERS) {
                    runs.computeIfAbsent(number, any -> new ArrayList<>())
                            .add(measure(route, replicas.subList(0, number)));
                }
            }
            runs.forEach((number, some) -> print(route, number, some, runs.get(1)));
        }
        threads.shutdown();
        population.close();
        replicas.forEach(Replica::close);
        redis.close();
        mongo.close();
        replicas.forEach(replica -> replica.process().exitCode());
        shares.forEach(CpuShare::close);
    }

    private Replica start() {
        return Replica.start(
                mongo.address(),
                redis.address(),
                Map.of("MONGODB_TIMEOUT", "5s", "REDIS_TIMEOUT", "5s"),
                List.of("-Xmx256m", "-XX:+UseSerialGC"));
    }

    private Run measure(Route route, List<Replica> some) {
        double before = cpuSeconds(some);
        Wrk.Peak peak = peak(route, some);
        double cpu = cpuSeconds(some) - before;
        return new Run(peak.perSecond(), peak.requests() / cpu, cpu / PEAK.toSeconds() / some.size() / CORES);
    }

    /** Of all at once, each with clients of its own. */
    private Wrk.Peak peak(Route route, List<Replica> some) {
        List<CompletableFuture<Wrk.Peak>> runs = new ArrayList<>();
        for (Replica replica : some) {
            List<Seeded> sessions = population.add(2 * Wrk.CONNECTIONS);
            runs.add(CompletableFuture.supplyAsync(
                    () -> Wrk.run(replica.client().service(), route, route.lines(sessions), CONNECTIONS, PEAK),
                    threads));
        }
        Wrk.Peak sum =
                runs.stream().map(CompletableFuture::join).reduce(Report::sum).orElseThrow();
        if (sum.failures() > 0) {
            throw new IllegalStateException(route.path() + ": " + sum.failures() + " failures");
        }
        return sum;
    }

    private static double cpuSeconds(List<Replica> some) {
        return some.stream()
                .mapToDouble(replica -> replica.process().cpuSeconds())
                .sum();
    }

    private static void print(Route route, int number, List<Run> runs, List<Run> ofOne) {
        System.out.printf(
                Locale.ROOT,
                "bench: %s on %d replicas of %.2f cores: %,.0f requests/s, ratio to one %.2f;"
                        + " %,.0f requests for each second of their CPU, of which they used %.0f %%%n",
                route.path(),
                number,
                CORES,
                median(runs, Run::perSecond),
                median(runs, Run::perSecond) / median(ofOne, Run::perSecond),
                median(runs, Run::perCpuSecond),
                100 * median(runs, Run::used));
    }

    private static double median(List<Run> runs, Function<Run, Double> figure) {
        return Median.of(runs.stream().map(figure).toList());
    }
}
