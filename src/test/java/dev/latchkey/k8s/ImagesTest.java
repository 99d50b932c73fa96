package dev.latchkey.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Dockerfiles and the compose file promise, as far as it can be read in them. */
class ImagesTest {
    private static final Path DOCKER = Path.of("src", "main", "docker");
    private static final Path COMPOSE = Path.of("compose.yaml");

    /** A tag that names a release; Quarkus's own bases have releases of two numbers. */
    private static final Pattern PINNED =
            Pattern.compile(".+:(jdk-)?\\d+(\\.\\d+)+([_.-][\\w.-]+)?(@sha256:[0-9a-f]{64})?");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native-micro"})
    void aDockerfileHasPinnedBases(String name) {
        String dockerfile = Documentation.text(DOCKER.resolve(name));
        List<String> bases = groups("(?m)^ARG \\w+_IMAGE=(\\S+)$", dockerfile);
        assertEquals(2, bases.size());
        bases.forEach(base -> assertTrue(PINNED.matcher(base).matches(), base));
        groups("(?m)^FROM (\\S+)", dockerfile).forEach(base -> assertTrue(base.matches("\\$\\{\\w+_IMAGE}"), base));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native-micro"})
    void anImageRunsWithoutRootAndWithoutAShell(String name) {
        String dockerfile = Documentation.text(DOCKER.resolve(name));
        String image = dockerfile.substring(dockerfile.lastIndexOf("\nFROM "));
        assertEquals(List.of("1001:1001"), groups("(?m)^USER (\\S+)$", image));
        assertEquals(List.of(), groups("(?m)^(CMD) ", image));
        assertEquals(
                1,
                groups("(?m)^(ENTRYPOINT) \\[\"[^\"]+\"(, \"[^\"]+\")*]$", image)
                        .size());
        assertEquals(List.of("8080 9000"), groups("(?m)^EXPOSE (.+)$", image));
    }

    /** A property of the command line takes the place of the same one in application.properties, which Vert.x needs. */
    @Test
    void aProfileIsAddedToTheArgumentsOfTheNativeBuild() {
        String dockerfile = Documentation.text(DOCKER.resolve("Dockerfile.native-micro"));
        assertEquals(List.of(""), groups("(?m)^ARG PGO=(.*)$", dockerfile));
        assertEquals(
                List.of("quarkus.native.additional-build-args-append=--pgo=/source/$PGO"),
                groups("\\$\\{PGO:\\+\"-D([^\"]+)\"}", dockerfile));
        assertEquals(List.of(), groups("(additional-build-args=)", dockerfile));
        assertTrue(Documentation.text(Path.of(".dockerignore")).contains("\n!*.iprof\n"));
    }

    /** The cache of one build of the JVM is of no use to another. */
    @Test
    void theAotCacheIsMadeByTheJvmThatUsesIt() {
        String dockerfile = Documentation.text(DOCKER.resolve("Dockerfile.jvm"));
        List<String> stages = groups("(?m)^FROM (\\S+)", dockerfile);
        assertEquals(List.of("${BUILD_IMAGE}", "${RUN_IMAGE}"), stages);
        String image = dockerfile.substring(dockerfile.lastIndexOf("\nFROM "));
        assertTrue(image.contains("/training/train.sh /app\n"), image);
        assertTrue(image.contains("\"-XX:AOTCache=/app/app.aot\""), image);
    }

    @Test
    void composeHasTheStoresOfTheOverlayForDevelopment() {
        for (String store : List.of("mongodb", "redis")) {
            String image = compose(store).path("image").asText();
            assertTrue(PINNED.matcher(image).matches(), image);
            String manifest = Documentation.text(Path.of("k8s", "overlays", "dev", store + ".yaml"));
            assertEquals(List.of(image), groups("image: (\\S+)", manifest));
        }
    }

    @Test
    void composeGivesNoServiceAPrivilegeOrAKey() {
        for (String service : List.of("latchkey", "mongodb", "redis")) {
            JsonNode definition = compose(service);
            assertTrue(definition.path("read_only").booleanValue(), service);
            assertEquals("[\"ALL\"]", definition.path("cap_drop").toString(), service);
            assertEquals(
                    "[\"no-new-privileges:true\"]",
                    definition.path("security_opt").toString(),
                    service);
            assertTrue(definition.has("healthcheck") && definition.has("mem_limit"), service);
            assertFalse(definition.has("privileged") || definition.has("cap_add"), service);
        }
        compose("latchkey").path("environment").properties().stream()
                .filter(variable -> variable.getKey().endsWith("_KEY"))
                .forEach(key ->
                        assertTrue(key.getValue().asText().startsWith("${" + key.getKey() + ":?"), key::toString));
    }

    private static JsonNode compose(String service) {
        JsonNode document = StrictYaml.documents(COMPOSE.toString(), Documentation.text(COMPOSE))
                .get(0);
        ObjectNode definition = document.path("services").path(service).deepCopy();
        assertEquals("locked-down", definition.path("<<").asText(), service);
        return definition.setAll((ObjectNode) document.path("x-locked-down"));
    }

    private static List<String> groups(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
