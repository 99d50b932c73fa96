package dev.latchkey.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Peak throughput: wrk sends on each connection as soon as the last answer is there. */
final class Wrk {
    static final int CONNECTIONS = 64;
    private static final Path SCRIPTS = Path.of("src", "test", "bench");

    private Wrk() {}

    /**
     * @param requests   answered
     * @param perSecond  requests/s
     * @param failures   answers that were no 2xx, and connections that broke
     */
    record Peak(double requests, double perSecond, long failures) {}

    static Peak run(URI service, Route route, List<String> lines, Duration time) {
        return run(service, route, lines, CONNECTIONS, time);
    }

    static Peak run(URI service, Route route, List<String> lines, int connections, Duration time) {
        return run(service, route.script(), lines, connections, time);
    }

    static Peak run(URI service, String script, List<String> lines, int connections, Duration time) {
        Path file = write(lines);
        try {
            return parse(Command.run(
                    "wrk",
                    "-t1",
                    "-c" + connections,
                    "-d" + time.toSeconds() + "s",
                    "--timeout",
                    "10s",
                    "-s",
                    SCRIPTS.resolve(script).toString(),
                    service.toString(),
                    "--",
                    file.toString()));
        } finally {
            delete(file);
        }
    }

    private static Peak parse(String output) {
        long failures = output.contains("Non-2xx or 3xx responses")
                ? (long) Command.number(output, "Non-2xx or 3xx responses: (\\d+)")
                : 0;
        if (output.contains("Socket errors")) {
            failures++;
        }
        return new Peak(
                Command.number(output, "(\\d+) requests in"),
                Command.number(output, "Requests/sec:\\s+([\\d.]+)"),
                failures);
    }

    private static Path write(List<String> lines) {
        try {
            return Files.write(Files.createTempFile("bench", ".txt"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
