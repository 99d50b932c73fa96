package dev.latchkey.stand;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Three Redis servers that share the keys. */
public final class RedisCluster implements AutoCloseable {
    private static final int NODES = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisProcess> nodes;
    private final List<Integer> busPorts;

    private RedisCluster(List<RedisProcess> nodes, List<Integer> busPorts) {
        this.nodes = nodes;
        this.busPorts = busPorts;
    }

    /** Starts the servers and waits until they serve together. */
    public static RedisCluster start() {
        List<Integer> busPorts = Stream.generate(Ports::free).limit(NODES).toList();
        List<RedisProcess> nodes = busPorts.stream().map(RedisCluster::node).toList();
        RedisCluster cluster = new RedisCluster(nodes, busPorts);
        cluster.join();
        return cluster;
    }

    private static RedisProcess node(int busPort) {
        List<String> settings = new ArrayList<>(RedisProcess.AOF);
        settings.addAll(List.of("--cluster-enabled", "yes", "--cluster-port", Integer.toString(busPort)));
        return RedisProcess.start(settings);
    }

    /** What {@code redis-cli --cluster create} does, without asking a person. */
    private void join() {
        for (int i = 0; i < NODES; i++) {
            int first = i * SLOTS / NODES;
            int last = (i + 1) * SLOTS / NODES - 1;
            RedisProcess node = nodes.get(i);
            node.ask("CLUSTER", "ADDSLOTSRANGE", Integer.toString(first), Integer.toString(last));
            node.ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (int i = 1; i < NODES; i++) {
            String port = Integer.toString(nodes.get(i).process().port());
            String busPort = Integer.toString(busPorts.get(i));
            nodes.get(0).ask("CLUSTER", "MEET", "127.0.0.1", port, busPort);
        }
        await("the cluster").atMost(Duration.ofSeconds(30)).until(() -> nodes.stream()
                .allMatch(node -> node.ask("CLUSTER", "INFO").contains("cluster_state:ok")));
    }

    public List<RedisProcess> nodes() {
        return nodes;
    }

    /** What {@code REDIS_HOST} is set to. */
    public String addresses() {
        return nodes.stream().map(RedisProcess::address).collect(Collectors.joining(","));
    }

    /** A replica that keeps its deny-list here. */
    public Replica replica(MongoProcess mongo) {
        Map<String, String> settings = Map.of("QUARKUS_REDIS_CLIENT_TYPE", "cluster", "REDIS_TIMEOUT", "5s");
        return Replica.start(mongo.address(), addresses(), settings);
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
