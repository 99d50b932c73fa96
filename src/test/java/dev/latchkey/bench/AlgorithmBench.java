package dev.latchkey.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestServices;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.bench.Population.Seeded;
import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.stand.Folders;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.token.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What tokens cost that others can verify, too: a replica for each algorithm, on the same stores, in turn in one run. It
 * prints, and does not fail by a figure.
 */
class AlgorithmBench {
    private static final int ROUNDS = Integer.getInteger("latchkey.bench.rounds", 5);
    private static final Duration PEAK = Duration.ofSeconds(4);
    private static final int WARM_UPS = 4;
    private static final int USERS = 200;
    private static final List<Route> ROUTES = List.of(Route.STATUS, Route.VERIFY, Route.INTROSPECT, Route.JWKS);

    @AutoClose
    private final MongoProcess mongo = MongoProcess.startInMemory();

    @AutoClose
    private final RedisProcess redis = RedisProcess.start(RedisProcess.AOF);

    @Test
    void printsWhatEachAlgorithmCosts() {
        Map<AccessAlgorithm, Replica> replicas = new EnumMap<>(AccessAlgorithm.class);
        Map<AccessAlgorithm, List<Seeded>> users = new EnumMap<>(AccessAlgorithm.class);
        for (AccessAlgorithm algorithm : AccessAlgorithm.values()) {
            Replica replica = start(algorithm);
            replicas.put(algorithm, replica);
            users.put(algorithm, signUp(replica));
        }
        Map<AccessAlgorithm, Map<Route, List<Double>>> peaks = new EnumMap<>(AccessAlgorithm.class);
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            for (AccessAlgorithm algorithm : AccessAlgorithm.values()) {
                for (Route route : ROUTES) {
                    double perSecond = peak(replicas.get(algorithm), route, users.get(algorithm));
                    if (round >= 0) {
                        peaks.computeIfAbsent(algorithm, any -> new EnumMap<>(Route.class))
                                .computeIfAbsent(route, any -> new ArrayList<>())
                                .add(perSecond);
                    }
                }
            }
        }
        peaks.forEach((algorithm, routes) -> routes.forEach((route, rounds) -> print(
                "%s %s %,.0f requests/s, to HS256's %.2f, to %s %.2f",
                algorithm,
                route.path(),
                Median.of(rounds),
                ratio(rounds, peaks.get(AccessAlgorithm.HS256).get(route)),
                route.floor(),
                ratio(rounds, routes.get(floor(route))))));
        replicas.values().forEach(Replica::close);
    }

    private Replica start(AccessAlgorithm algorithm) {
        Path file = Folders.ofData("keys").toPath().resolve(algorithm + ".json");
        boolean pair = algorithm != AccessAlgorithm.HS256;
        if (pair) {
            TestKeys.write(file, TestKeys.entry(TestKeys.generate(algorithm)));
        }
        Map<String, String> settings = Map.of(
                "BCRYPT_COST",
                "4",
                "MONGODB_TIMEOUT",
                "5s",
                "SERVICE_KEYS",
                TestServices.SETTING,
                "JWT_ACCESS_ALG",
                algorithm.name(),
                "JWT_KEYS_FILE",
                pair ? file.toString() : "");
        return Replica.start(mongo.address(), redis.address(), settings, List.of("-Xmx256m", "-XX:+UseSerialGC"));
    }

    private static List<Seeded> signUp(Replica replica) {
        return IntStream.range(0, USERS)
                .mapToObj(i -> replica.client().register())
                .map(AlgorithmBench::seeded)
                .toList();
    }

    private static Seeded seeded(SignedInUser user) {
        return new Seeded(user.id(), user.email(), user.accessToken(), user.refreshToken());
    }

    private static double peak(Replica replica, Route route, List<Seeded> users) {
        Wrk.Peak peak = Wrk.run(replica.client().service(), route, route.lines(users), PEAK);
        assertEquals(0, peak.failures(), route.path());
        return peak.perSecond();
    }

    private static Route floor(Route route) {
        return ROUTES.stream()
                .filter(other -> other.path().equals(route.floor()))
                .findFirst()
                .orElseThrow();
    }

    private static double ratio(List<Double> rounds, List<Double> floors) {
        return Median.of(IntStream.range(0, rounds.size())
                .mapToObj(round -> rounds.get(round) / floors.get(round))
                .toList());
    }

    private static void print(String format, Object... figures) {
        System.out.printf(Locale.ROOT, "bench: " + format + "%n", figures);
    }
}
