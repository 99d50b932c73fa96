package dev.latchkey.bench;

import dev.latchkey.stand.Client;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.Packaged;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The service on a JVM beside its native binary, and beside others of its kind: all started, then measured in turn,
 * round after round. {@code src/test/bench/compare} makes them and says where they are. It prints, and does not fail by a
 * figure.
 */
@EnabledIfSystemProperty(named = CompareBench.CANDIDATES, matches = ".+", disabledReason = "see src/test/bench/compare")
class CompareBench {
    /** Pairs of a name and a file or folder, as {@code jvm=quarkus-run.jar,better-auth=folder}. */
    static final String CANDIDATES = "latchkey.bench.candidates";

    private static final int ROUNDS = Integer.getInteger("latchkey.bench.rounds", 3);
    private static final int STARTS = 3;
    private static final int WARM_UPS = 3;
    private static final Duration PEAK = Duration.ofSeconds(3);
    private static final Duration STEADY = Duration.ofSeconds(4);
    private static final int REQUESTS = 10_000;
    private static final int REQUESTS_PER_SECOND = 1_000;
    private static final double HALF = 0.5;
    private static final List<Route> ROUTES =
            List.of(Route.STATUS, Route.VERIFY, Route.DETAILS, Route.REFRESH, Route.LOGIN);
    private static final List<Route> STEADY_ROUTES = List.of(Route.STATUS, Route.VERIFY, Route.DETAILS);

    private final Optional<MongoProcess> mongo =
            System.getenv("DATABASE_URL") == null ? Optional.of(MongoProcess.startInMemory()) : Optional.empty();
    private final RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
    private final SteadyLoad steadyLoad = new SteadyLoad();
    private final List<Candidate> candidates = candidates();
    private final Map<Candidate, ServerProcess> processes = new HashMap<>();
    private final Comparison comparison = new Comparison();

    @Test
    void printsWhatEachCosts() {
        candidates.forEach(this::measureStart);
        candidates.forEach(this::measureMemory);
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            measurePeaks(round >= 0);
        }
        for (int round = -1; round < ROUNDS; round++) {
            measureLatencies(round >= 0);
        }
        double bcrypt = Floors.crypt();
        candidates.forEach(candidate -> addRatios(candidate, bcrypt));
        comparison.print(candidates);
        close();
    }

    private List<Candidate> candidates() {
        String database = mongo.map(MongoProcess::address).orElseGet(() -> System.getenv("DATABASE_URL"));
        List<Candidate> all = new ArrayList<>();
        for (String pair : System.getProperty(CANDIDATES).split(",")) {
            String name = pair.substring(0, pair.indexOf('='));
            Path path = Path.of(pair.substring(pair.indexOf('=') + 1));
            all.add(
                    switch (name) {
                        case "jvm" ->
                            new Latchkey(
                                    name, Packaged.commandOfJar(path.toString(), ServiceBench.JVM), database, redis);
                        case "native" ->
                            new Latchkey(
                                    name, Packaged.commandOfBinary(path.toString(), ServiceBench.JVM), database, redis);
                        default -> Peer.of(name, path);
                    });
        }
        return all;
    }

    private void measureStart(Candidate candidate) {
        for (int start = 1; start <= STARTS; start++) {
            long before = System.nanoTime();
            ServerProcess process = candidate.start();
            URI status = candidate.service().resolve(path(candidate.lines(Route.STATUS)));
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Client.isOk(status));
            comparison.add("first 200 of /, ms", candidate, (System.nanoTime() - before) / 1e6);
            comparison.add("memory after the start, MB", candidate, process.residentMegabytes());
            processes.put(candidate, process);
            if (start < STARTS) {
                process.kill();
            }
        }
    }

    private static String path(List<String> lines) {
        return lines.get(0).split("\\|")[1];
    }

    private void measureMemory(Candidate candidate) {
        steady(candidate, Route.DETAILS, REQUESTS_PER_SECOND, Duration.ofSeconds(REQUESTS / REQUESTS_PER_SECOND));
        comparison.add(
                "memory after 10,000 requests, MB",
                candidate,
                processes.get(candidate).residentMegabytes());
    }

    private void measurePeaks(boolean counts) {
        for (Route route : ROUTES) {
            for (Candidate candidate : inAnyOrder()) {
                List<String> lines = candidate.lines(route);
                if (!lines.isEmpty()) {
                    measurePeak(candidate, route, lines, counts);
                }
            }
        }
    }

    private void measurePeak(Candidate candidate, Route route, List<String> lines, boolean counts) {
        ServerProcess process = processes.get(candidate);
        double before = process.cpuSeconds();
        int connections = route == Route.LOGIN ? ServiceBench.LOGIN_CONNECTIONS : Wrk.CONNECTIONS;
        Wrk.Peak peak = Wrk.run(candidate.service(), route, lines, connections, PEAK);
        double micros = 1e6 * (process.cpuSeconds() - before) / peak.requests();
        comparison.addFailures(route, candidate, peak.failures());
        if (counts) {
            comparison.add(rate(route), candidate, peak.perSecond());
            comparison.add(route.path() + ", CPU µs a request", candidate, micros);
        }
    }

    private void measureLatencies(boolean counts) {
        for (Route route : STEADY_ROUTES) {
            for (Candidate candidate : inAnyOrder()) {
                double peak = comparison.figure(rate(route), candidate);
                if (!Double.isNaN(peak)) {
                    double millis = steady(candidate, route, HALF * peak, STEADY);
                    if (counts) {
                        comparison.add(p99(route), candidate, millis);
                    }
                }
            }
        }
    }

    private double steady(Candidate candidate, Route route, double perSecond, Duration time) {
        SteadyLoad.Latencies latencies = steadyLoad.run(candidate.service(), candidate.lines(route), perSecond, time);
        comparison.addFailures(route, candidate, latencies.failures());
        return latencies.p99();
    }

    private void addRatios(Candidate candidate, double bcrypt) {
        addRatio(candidate, Route.VERIFY, Route.STATUS);
        addRatio(candidate, Route.DETAILS, Route.STATUS);
        addRatio(candidate, Route.DETAILS, Route.VERIFY);
        addRatio(candidate, Route.REFRESH, Route.DETAILS);
        comparison.add(
                "ratio /login to C's bcrypt", candidate, comparison.figure(rate(Route.LOGIN), candidate) / bcrypt);
        for (Route route : List.of(Route.VERIFY, Route.DETAILS)) {
            comparison.add(
                    "ratio of the p99, " + route.path() + " to /",
                    candidate,
                    comparison.figure(p99(route), candidate) / comparison.figure(p99(Route.STATUS), candidate));
        }
    }

    private void addRatio(Candidate candidate, Route route, Route floor) {
        comparison.add(
                "ratio " + route.path() + " to " + floor.path(),
                candidate,
                comparison.figure(rate(route), candidate) / comparison.figure(rate(floor), candidate));
    }

    private static String rate(Route route) {
        return route.path() + ", requests/s";
    }

    private static String p99(Route route) {
        return route.path() + ", p99 at half its peak, ms";
    }

    private List<Candidate> inAnyOrder() {
        List<Candidate> shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled);
        return shuffled;
    }

    private void close() {
        candidates.forEach(Candidate::close);
        steadyLoad.close();
        redis.close();
        mongo.ifPresent(MongoProcess::close);
    }
}
