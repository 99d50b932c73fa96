package dev.latchkey.stand;

import static org.awaitility.Awaitility.await;

import dev.latchkey.token.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One packaged service, as an operator starts it. */
public record Replica(ServerProcess process, Client client, URI management) implements AutoCloseable {
    /** So that it is ready soon, for tests that start many. */
    private static final List<String> QUICK_JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Starts it, in another {@link Place} than the one before; returns when it is ready. */
    public static Replica start(String database, String redis, Map<String, String> settings) {
        Place place = Place.next();
        Map<String, String> environment = new HashMap<>(place.environment());
        environment.putAll(settings);
        List<String> jvm = new ArrayList<>(QUICK_JVM);
        jvm.addAll(place.jvm());
        return start(database, redis, environment, jvm);
    }

    /** The same, here, and with other options of the JVM. */
    public static Replica start(String database, String redis, Map<String, String> settings, List<String> jvm) {
        return awaitReady(launch(Packaged.command(jvm), database, redis, settings));
    }

    /** The same, packaged in another way. */
    public static Replica start(
            Path jar, String database, String redis, Map<String, String> settings, List<String> jvm) {
        return awaitReady(launch(Packaged.commandOfJar(jar.toString(), jvm), database, redis, settings));
    }

    private static Replica awaitReady(Replica replica) {
        await("readiness").atMost(Duration.ofSeconds(20)).until(replica::isReady);
        return replica;
    }

    /** One that is not expected to be ready. */
    public static Replica launch(String database, String redis, Map<String, String> settings) {
        return launch(Packaged.command(QUICK_JVM), database, redis, settings);
    }

    /** The same, started by another command. */
    public static Replica launch(List<String> command, String database, String redis, Map<String, String> settings) {
        int port = Ports.free();
        int managementPort = Ports.free();
        Map<String, String> environment = new HashMap<>(Map.of(
                "DATABASE_URL",
                database,
                "REDIS_HOST",
                redis,
                "JWT_ACCESS_KEY",
                TestTokens.ACCESS_KEY,
                "JWT_REFRESH_KEY",
                TestTokens.REFRESH_KEY,
                "BCRYPT_COST",
                "4",
                "THROTTLE_ENABLED",
                "false",
                "PORT",
                Integer.toString(port),
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_MANAGEMENT_HOST",
                "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(managementPort)));
        if (RedisProcess.isEmbedded()) {
            environment.put("LATCHKEY_REDIS_MIN_VERSION", "6.2");
        }
        // Where mails are sent, their links lead here.
        if (settings.containsKey("SMTP_URL")) {
            environment.put("PUBLIC_URL", "http://localhost:" + port);
        }
        environment.putAll(settings);
        return new Replica(
                new ServerProcess("replica", port, environment, command),
                new Client(URI.create("http://127.0.0.1:" + port)),
                URI.create("http://127.0.0.1:" + managementPort));
    }

    /** What a load balancer asks before it sends anything here. */
    public boolean isReady() {
        return Client.isOk(management.resolve("/q/health/ready"));
    }

    /** What it says of its stores, and how long that took. */
    public Answer readiness() {
        return new Client(management).request("GET", "/q/health/ready");
    }

    /** What Prometheus would read now. */
    public Metrics metrics() {
        return Metrics.parse(new Client(management).request("GET", "/q/metrics").body());
    }

    /** The bytes on its heap that are in use, without garbage. */
    public long heapAfterCollection() {
        try {
            int exitCode = new ProcessBuilder("jcmd", Long.toString(process.pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("jcmd ended with " + exitCode);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return metrics().series().entrySet().stream()
                .filter(series -> series.getKey().startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToLong(series -> series.getValue().longValue())
                .sum();
    }

    @Override
    public void close() {
        process.close();
    }
}
