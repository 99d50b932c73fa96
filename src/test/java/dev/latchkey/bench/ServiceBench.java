package dev.latchkey.bench;

import dev.latchkey.TestServices;
import dev.latchkey.bench.Population.Seeded;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What each route costs, beside floors that are measured in the same run: the packaged service, its stores and the load
 * generators share this machine. All is measured in turn, round after round, so that a busy moment hits all alike; a
 * figure is the median of the rounds. It prints, and does not fail by a figure.
 */
class ServiceBench {
    static final int BCRYPT_COST = 10;

    /** As {@code Dockerfile.jvm} starts it. */
    static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");

    /** As operations.md has it, but for the rewriting that a million entries set off, on a core of its own. */
    private static final List<String> AOF_NEVER_REWRITTEN = Stream.concat(
                    RedisProcess.AOF.stream(), Stream.of("--auto-aof-rewrite-percentage", "0"))
            .toList();

    private static final int ROUNDS = Integer.getInteger("latchkey.bench.rounds", 5);
    /** A login keeps a core busy by itself; more of them would wait, and still be hashed in the next measurement. */
    static final int LOGIN_CONNECTIONS = 2 * Runtime.getRuntime().availableProcessors();

    private static final Duration PEAK = Duration.ofSeconds(4);
    private static final Duration STEADY = Duration.ofSeconds(4);
    private static final int WARM_UPS = 4;
    private static final int REGULARS = 1_000;
    private static final int LOGOUTS = 30_000;
    private static final int MANY_USERS = 100_000;
    private static final List<Integer> DENIED = List.of(0, 10_000, 1_000_000);
    private static final List<Double> LOADS = List.of(0.25, 0.5, 0.75, 0.9);
    private static final List<Route> STEADY_ROUTES = List.of(Route.STATUS, Route.VERIFY, Route.DETAILS);

    private final MongoProcess mongo = MongoProcess.startInMemory();
    private final RedisProcess redis = RedisProcess.start(AOF_NEVER_REWRITTEN);
    private final Replica replica = newReplica();
    private final Population population = new Population(mongo.address());
    private final SteadyLoad steadyLoad = new SteadyLoad();
    private final Report report = new Report();

    @Test
    void printsWhatEachRouteCosts() throws InterruptedException {
        population.awaitThatItsTokensAreAccepted(replica.client());
        List<Seeded> regulars = population.add(REGULARS);
        warmUp(regulars);
        report.memoryAfterStart(replica.process().residentMegabytes());
        for (int round = 0; round < ROUNDS; round++) {
            measurePeaks(regulars);
            measureWithDeniedTokens(regulars);
            measureFloors(regulars);
        }
        report.memoryAfterLoad(replica.process().residentMegabytes());
        measureLatencies(regulars);
        measureReplicas(regulars);
        measureUsers(regulars);
        report.publish();
        Stream.of(steadyLoad, population, replica, redis, mongo).forEach(ServiceBench::close);
    }

    private Replica newReplica() {
        Map<String, String> settings = Map.of(
                "BCRYPT_COST",
                Integer.toString(BCRYPT_COST),
                "MONGODB_TIMEOUT",
                "5s",
                "SERVICE_KEYS",
                TestServices.SETTING);
        return Replica.start(mongo.address(), redis.address(), settings, JVM);
    }

    private void warmUp(List<Seeded> regulars) {
        for (int i = 0; i < WARM_UPS; i++) {
            for (Route route : Route.values()) {
                peak(route, regulars);
            }
        }
    }

    private void measurePeaks(List<Seeded> regulars) {
        for (Route route : inAnyOrder(List.of(Route.values()))) {
            double before = replica.process().cpuSeconds();
            Wrk.Peak peak = peak(route, regulars);
            double cpu = replica.process().cpuSeconds() - before;
            report.peak(route.path(), peak, 1_000 * cpu / peak.requests());
        }
    }

    private Wrk.Peak peak(Route route, List<Seeded> regulars) {
        int connections = route == Route.LOGIN ? LOGIN_CONNECTIONS : Wrk.CONNECTIONS;
        return Wrk.run(address(replica), route, route.lines(sessionsFor(route, regulars)), connections, PEAK);
    }

    /** A session goes on only from where the last run left it, which nobody has noted. */
    private List<Seeded> sessionsFor(Route route, List<Seeded> regulars) {
        return switch (route) {
            case REFRESH -> population.add(2 * Wrk.CONNECTIONS);
            case LOGOUT -> population.add(LOGOUTS);
            default -> regulars;
        };
    }

    /** The first run after each filling does not count: the entries are still being written to disk. */
    private void measureWithDeniedTokens(List<Seeded> regulars) {
        for (int denied : inAnyOrder(DENIED)) {
            DenyListFiller.fill(redis, denied);
            peak(Route.VERIFY, regulars);
            report.peak(Report.denied(denied), peak(Route.VERIFY, regulars), Double.NaN);
            DenyListFiller.empty(redis, denied);
        }
    }

    private void measureFloors(List<Seeded> regulars) throws InterruptedException {
        report.floor(Floors.MGET, Floors.mget(redis));
        report.floor(Floors.FIND, Floors.find(population, regulars, PEAK));
        report.floor(Floors.CRYPT, Floors.crypt());
    }

    private void measureLatencies(List<Seeded> regulars) {
        STEADY_ROUTES.forEach(route -> steady(route, regulars, LOADS.get(0)));
        for (int round = 0; round < ROUNDS; round++) {
            for (double load : inAnyOrder(LOADS)) {
                for (Route route : inAnyOrder(STEADY_ROUTES)) {
                    report.latencies(route.path(), load, steady(route, regulars, load));
                }
            }
        }
    }

    private SteadyLoad.Latencies steady(Route route, List<Seeded> regulars, double load) {
        double perSecond = load * report.perSecond(route.path());
        return steadyLoad.run(address(replica), route.lines(regulars), perSecond, STEADY);
    }

    private void measureReplicas(List<Seeded> regulars) {
        try (Replica second = newReplica()) {
            List<String> lines = Route.VERIFY.lines(regulars);
            for (int round = -WARM_UPS; round < ROUNDS; round++) {
                Wrk.Peak one = Wrk.run(address(replica), Route.VERIFY, lines, PEAK);
                CompletableFuture<Wrk.Peak> other =
                        CompletableFuture.supplyAsync(() -> Wrk.run(address(second), Route.VERIFY, lines, PEAK));
                Wrk.Peak both = Report.sum(Wrk.run(address(replica), Route.VERIFY, lines, PEAK), other.join());
                if (round >= 0) {
                    report.peak(Report.replicas(1), one, Double.NaN);
                    report.peak(Report.replicas(2), both, Double.NaN);
                }
            }
        }
    }

    private void measureUsers(List<Seeded> regulars) {
        measureDetails(Report.users(REGULARS), regulars);
        List<Seeded> many = population.add(MANY_USERS);
        Collections.shuffle(many);
        measureDetails(Report.users(MANY_USERS), many);
    }

    private void measureDetails(String name, List<Seeded> users) {
        List<String> lines = Route.DETAILS.lines(users);
        for (int round = 0; round < ROUNDS; round++) {
            report.peak(name, Wrk.run(address(replica), Route.DETAILS, lines, PEAK), Double.NaN);
        }
    }

    private static URI address(Replica replica) {
        return replica.client().service();
    }

    private static <T> List<T> inAnyOrder(List<T> all) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled);
        return shuffled;
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
