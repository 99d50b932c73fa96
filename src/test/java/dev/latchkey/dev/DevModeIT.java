package dev.latchkey.dev;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.stand.Ports;
import dev.latchkey.stand.ProjectCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dev mode as a newcomer starts it, in a copy of the project, on ports of its own. */
@Tag("dev")
class DevModeIT {
    private static final Duration TO_START = Duration.ofMinutes(5);

    @TempDir
    private Path copy;

    @Test
    void namesWhatToOpenInTheLastLineOfItsStartAndShowsTheOpenApiDocument() throws Exception {
        ProjectCopy.into(copy);
        int port = Ports.free();
        Path log = copy.resolve("dev.log");
        Process dev = start(port, log);
        try {
            String line = "Latchkey is running: open http://localhost:" + port + "/demo";
            await("its start")
                    .atMost(TO_START)
                    .until(() -> !dev.isAlive() || lines(log).contains(line));
            assertTrue(dev.isAlive(), () -> lines(log));
            assertTrue(lines(log).stripTrailing().endsWith(line), () -> lines(log));
            assertFalse(lines(log).contains("WARNING"), "of the JVM, or of Maven");
            assertFalse(lines(log).contains("key pair"), "of a key that nothing uses");
            given().get("http://localhost:" + port + "/demo")
                    .then()
                    .statusCode(200)
                    .body(containsString("Latchkey"));
            given().get("http://localhost:" + port + "/q/swagger-ui/")
                    .then()
                    .statusCode(200)
                    .body(containsString("/openapi"));
        } finally {
            Stream.concat(dev.descendants(), Stream.of(dev.toHandle())).forEach(ProcessHandle::destroy);
            dev.waitFor();
        }
    }

    private Process start(int port, Path log) throws IOException {
        ProcessBuilder dev = new ProcessBuilder("./mvnw", "-B", "-ntp", "quarkus:dev", "-Ddebug=false")
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        dev.environment().put("PORT", Integer.toString(port));
        dev.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(Ports.free()));
        dev.environment().put("DATABASE_URL", "mongodb://localhost:" + Ports.free() + "/latchkey");
        dev.environment().put("REDIS_HOST", "localhost:" + Ports.free());
        return dev.start();
    }

    private static String lines(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
