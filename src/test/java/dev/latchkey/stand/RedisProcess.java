package dev.latchkey.stand;

import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/** A Redis server with data of its own: the machine's, or else the one that embedded-redis carries. */
public record RedisProcess(ServerProcess process) implements AutoCloseable {
    /** The defaults of Redis but for the snapshots, which a test asks for when it wants one. */
    public static final List<String> SNAPSHOTS_ON_DEMAND = List.of("--save", "");

    /** What the operations page recommends. */
    public static final List<String> AOF = List.of("--save", "", "--appendonly", "yes", "--appendfsync", "everysec");

    private static final Pattern SCRIPT_CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");
    private static final Duration TO_COPY = Duration.ofSeconds(40);

    public static RedisProcess start(List<String> settings) {
        return start(Ports.free(), settings);
    }

    /** One with a clock of its own. */
    public static RedisProcess start(List<String> settings, SettableClock clock) {
        return start(Ports.free(), settings, clock.environment());
    }

    public static RedisProcess start(int port, List<String> settings) {
        return start(port, settings, Map.of());
    }

    private static RedisProcess start(int port, List<String> settings, Map<String, String> environment) {
        File data = Folders.ofData("redis");
        List<String> command = new ArrayList<>(List.of(executable()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", data.toString()));
        command.addAll(settings);
        return new RedisProcess(new ServerProcess("redis", port, environment, command));
    }

    /** A copy of another server, by replication. */
    public static RedisProcess copyOf(RedisProcess master) {
        List<String> settings = new ArrayList<>(AOF);
        settings.addAll(
                List.of("--replicaof", "127.0.0.1 " + master.process().port(), "--repl-diskless-sync-delay", "0"));
        return start(settings);
    }

    /** Waits until this copy has what its master had. */
    public void awaitCopied() {
        await("the copy").atMost(TO_COPY).until(() -> ask("INFO", "replication").contains("master_link_status:up"));
    }

    public boolean isMaster() {
        return ask("INFO", "replication").contains("role:master");
    }

    public static String executable() {
        return Programs.find("redis-server").orElseGet(RedisProcess::embedded).toString();
    }

    /** Whether it is older than what is asked for in production. */
    static boolean isEmbedded() {
        return Programs.find("redis-server").isEmpty();
    }

    private static File embedded() {
        try {
            return ExecutableProvider.newJarResourceProvider().get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "127.0.0.1:" + process.port();
    }

    /** Has it do a command whose words have no spaces, and returns its answer; an error is thrown. */
    public String ask(String... words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), process.port())) {
            OutputStream out = socket.getOutputStream();
            out.write((String.join(" ", words) + "\r\n").getBytes(StandardCharsets.UTF_8));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            String line = readLine(in);
            return switch (line.charAt(0)) {
                case '$' -> new String(in.readNBytes(Integer.parseInt(line.substring(1))), StandardCharsets.UTF_8);
                case '-' -> throw new IllegalStateException(Arrays.toString(words) + ": " + line);
                default -> line.substring(1);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readLine(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (char c = (char) in.readByte(); c != '\r'; c = (char) in.readByte()) {
            line.append(c);
        }
        in.readByte();
        return line.toString();
    }

    @Override
    public void close() {
        process.close();
    }

    /** How many scripts were called so far: each check of the deny-list is one. */
    public long scriptCalls() {
        Matcher calls = SCRIPT_CALLS.matcher(ask("INFO", "commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }
}
