package dev.latchkey.bench;

import dev.latchkey.bench.Population.Seeded;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.ServerProcess;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** This service, as the build has packaged it. */
final class Latchkey implements Candidate {
    private static final int USERS = 1_000;

    private final String name;
    private final List<String> command;
    private final String database;
    private final RedisProcess redis;
    private final Population population;
    private Replica replica;
    private List<Seeded> regulars;

    Latchkey(String name, List<String> command, String database, RedisProcess redis) {
        this.name = name;
        this.command = command;
        this.database = database;
        this.redis = redis;
        this.population = new Population(database);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ServerProcess start() {
        Map<String, String> settings =
                Map.of("BCRYPT_COST", Integer.toString(ServiceBench.BCRYPT_COST), "MONGODB_TIMEOUT", "5s");
        replica = Replica.launch(command, database, redis.address(), settings);
        return replica.process();
    }

    @Override
    public URI service() {
        return replica.client().service();
    }

    @Override
    public List<String> lines(Route route) {
        return route.lines(route == Route.REFRESH ? population.add(2 * Wrk.CONNECTIONS) : regulars());
    }

    private List<Seeded> regulars() {
        if (regulars == null) {
            awaitIndexes();
            population.awaitThatItsTokensAreAccepted(replica.client());
            regulars = population.add(USERS);
        }
        return regulars;
    }

    /** The server that stands in for MongoDB can't make them while users are added. */
    private void awaitIndexes() {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(replica::isReady);
    }

    /** By SIGTERM: a binary that records a profile writes it then. */
    @Override
    public void close() {
        replica.process().terminate();
        replica.process().exitCode();
        population.close();
    }
}
