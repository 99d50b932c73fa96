package dev.latchkey.stand;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A server as a process of its own, to which everything can be done that happens to processes. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration TO_START = Duration.ofSeconds(90);
    private static final double CLOCK_TICKS = 100; // per second, of Linux's /proc
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(10);
    private static final int TO_CONNECT_MILLIS = 500;
    private static final int END_OF_LOG = 2000;

    private final String name;
    private final int port;
    private final File log;
    private final ProcessBuilder builder;
    private Process process;

    /** Starts it; returns when it listens. What it says is kept under {@code target/faults}. */
    public ServerProcess(String name, int port, Map<String, String> environment, List<String> command) {
        this.name = name;
        this.port = port;
        this.log = new File(Folders.of("logs"), name + "-" + port + ".log");
        this.builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(environment);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        start();
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int port() {
        return port;
    }

    /** Starts it again, on the same port and with the same data. */
    public void start() {
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await(builder.command() + " listens on " + port)
                .pollInterval(BETWEEN_TRIES)
                .atMost(TO_START)
                .until(this::listens);
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    builder.command() + " ended with " + process.exitValue() + ", having said: " + endOfLog());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), TO_CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String endOfLog() {
        String all = log();
        return all.substring(Math.max(0, all.length() - END_OF_LOG));
    }

    /** What it has said so far, since its first start on this port. */
    public String log() {
        try {
            return Files.readString(log.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** What it has used of the processor so far, in all its threads. */
    public double cpuSeconds() {
        String[] fields = statistics().split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / CLOCK_TICKS;
    }

    /** What it has in memory now. */
    public long residentMegabytes() {
        return proc("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** SIGKILL: no time to write anything down. */
    public void kill() {
        signal("KILL");
        exitCode();
    }

    /** SIGSTOP: it hangs. On a busy machine a process of many threads goes on for a while before it does. */
    public void stop() {
        signal("STOP");
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(this::hasStopped);
    }

    private boolean hasStopped() {
        return statistics().startsWith("T");
    }

    /** From the state on: the name before it may hold anything. */
    private String statistics() {
        String stat = proc("stat");
        return stat.substring(stat.lastIndexOf(')') + 2);
    }

    private String proc(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGCONT: it goes on as if nothing had been. */
    public void goOn() {
        signal("CONT");
    }

    /** SIGTERM: it is asked to end. */
    public void terminate() {
        signal("TERM");
    }

    private void signal(String name) {
        try {
            int exitCode = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exitCode);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end. */
    public int exitCode() {
        return await("the end of " + builder.command())
                .atMost(Duration.ofSeconds(60))
                .until(() -> process.isAlive() ? -1 : process.exitValue(), code -> code >= 0);
    }

    /** Ends it for certain, even if it is stopped. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
