package dev.latchkey.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Folders;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.ProjectCopy;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service as the JVM's image has it ({@code Dockerfile.jvm}): an aot-jar, whose classes come from the class path and
 * not from Quarkus's own class loader, started with the image's options.
 */
@Tag("aot")
class AotJarIT {
    private static final Path DOCKER = Path.of("src", "main", "docker");
    private static final int FIRST_JDK_OF_THE_CACHE = 25;

    @TempDir
    private static Path copy;

    private static Path app;

    /** In a copy: the other integration tests run what this build has packaged. */
    @BeforeAll
    static void packageIt() throws Exception {
        ProjectCopy.compiledInto(copy);
        run(copy, "./mvnw", "-B", "-ntp", "quarkus:build", "-Dquarkus.package.jar.type=aot-jar");
        app = copy.resolve(Path.of("target", "quarkus-app"));
    }

    @Test
    void servesAUserFromTheRegistrationToTheLogout() {
        assertServes(List.of());
    }

    @Test
    void servesWithTheAotCacheThatTheImageMakes() throws Exception {
        assumeTrue(
                Runtime.version().feature() >= FIRST_JDK_OF_THE_CACHE,
                "Needs JDK 25 on the PATH, and as the JDK of the build: older ones have no such cache");
        run(Path.of(""), DOCKER.resolve("train.sh").toString(), app.toString());
        assertServes(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + app.resolve("app.aot")));
    }

    private static void assertServes(List<String> cache) {
        List<String> jvm = new ArrayList<>(List.of("@" + DOCKER.resolve("jvm.options"), "-Xmx256m"));
        jvm.addAll(cache);
        try (MongoProcess mongo = MongoProcess.start();
                RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
                Replica replica = Replica.start(
                        app.resolve("quarkus-run.jar"),
                        mongo.address(),
                        redis.address(),
                        Map.of("DEMO_ENABLED", "true"),
                        jvm)) {
            Client client = replica.client();
            SignedInUser user = client.register();
            assertEquals(200, client.details(user.accessToken()).status());
            assertEquals(200, client.login(user.email()).status());
            assertEquals(200, client.request("GET", "/demo").status());
            assertEquals(200, client.request("GET", "/openapi").status());
            assertEquals(200, client.logout(user).status());
            assertEquals(403, client.details(user.accessToken()).status());
        }
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        File log = new File(Folders.of("logs"), "aot.log");
        int exitCode = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start()
                .waitFor();
        assertEquals(0, exitCode, () -> "See " + log);
    }
}
