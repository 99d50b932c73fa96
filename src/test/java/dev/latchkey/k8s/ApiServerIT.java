package dev.latchkey.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.stand.Folders;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests, and what the documentation says to do with them, against a real API server. */
@Tag("apiserver")
class ApiServerIT {
    private static final String MANAGED = "configmaps,deployments,gateways,horizontalpodautoscalers,httproutes,"
            + "networkpolicies,poddisruptionbudgets,serviceaccounts,services,statefulsets";

    private static ApiServer server;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start();
        server.installCustomKinds();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Nobody finishes the deletion of a namespace here, so they stay. */
    @BeforeEach
    void makeNamespaces() {
        for (String overlay : List.of("dev", "prod")) {
            server.kubectl("apply", "-f", "k8s/overlays/" + overlay + "/namespace.yaml")
                    .succeedsWithoutWarning();
        }
        server.kubectl("create", "namespace", "example");
    }

    @AfterEach
    void empty() {
        for (String namespace : List.of("latchkey-dev", "latchkey", "example")) {
            server.kubectl("-n", namespace, "delete", MANAGED + ",secrets", "--all")
                    .succeeds();
        }
    }

    @Nested
    class AnOverlay {

        @ParameterizedTest
        @CsvSource({"dev, latchkey-dev", "prod, latchkey"})
        void isAppliedComparedAndDeletedWithoutAWarningAConflictOrALostKey(String overlay, String namespace) {
            String folder = "k8s/overlays/" + overlay;
            createKeys(namespace);

            server.kubectl("apply", "-k", folder).succeedsWithoutWarning();
            assertNoDifference(folder);

            server.kubectl("apply", "--server-side", "-k", folder).succeedsWithoutWarning();
            assertNoDifference(folder, "--server-side");
            server.kubectl("apply", "-k", folder).succeedsWithoutWarning();
            server.kubectl("apply", "--server-side", "-k", folder).succeedsWithoutWarning();

            server.kubectl("delete", "-k", folder).succeedsWithoutWarning();
            assertEquals("", names(namespace, MANAGED));
            assertEquals("secret/latchkey-keys", names(namespace, "secrets"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"dev", "prod"})
        void canBeAppliedByTheServerFirst(String overlay) {
            String folder = "k8s/overlays/" + overlay;
            server.kubectl("apply", "--server-side", "-k", folder).succeedsWithoutWarning();
            assertNoDifference(folder, "--server-side");
            server.kubectl("apply", "--server-side", "-k", folder).succeedsWithoutWarning();
        }

        private void createKeys(String namespace) {
            server.kubectl(
                            "-n",
                            namespace,
                            "create",
                            "secret",
                            "generic",
                            "latchkey-keys",
                            "--from-literal=JWT_ACCESS_KEY=a",
                            "--from-literal=JWT_REFRESH_KEY=b")
                    .succeeds();
        }

        private void assertNoDifference(String folder, String... flags) {
            List<String> arguments = new ArrayList<>(List.of("diff", "-k", folder));
            arguments.addAll(List.of(flags));
            assertEquals(
                    "",
                    server.kubectl(arguments.toArray(String[]::new))
                            .succeedsWithoutWarning()
                            .text());
        }

        private String names(String namespace, String kinds) {
            return server.kubectl("-n", namespace, "get", kinds, "-o", "name", "--ignore-not-found")
                    .succeeds()
                    .text()
                    .strip();
        }
    }

    /** No controller makes pods here, so they are offered to the server one by one. */
    @Nested
    class Pods {

        @ParameterizedTest
        @ValueSource(strings = {"dev", "prod"})
        void areAdmittedToTheNamespace(String name) throws IOException {
            Overlay overlay = Overlay.render(name);
            for (PodTemplateSpec template : overlay.podTemplates()) {
                offer(overlay, template).succeedsWithoutWarning();
            }
        }

        @Test
        void areRefusedIfTheyHaveAPrivilege() throws IOException {
            Overlay overlay = Overlay.render("prod");
            PodTemplateSpec template = overlay.service().getSpec().getTemplate();
            template.getSpec().setHostNetwork(true);
            ApiServer.Output refusal = offer(overlay, template);
            assertNotEquals(0, refusal.exitCode());
            assertTrue(refusal.text().contains("violates PodSecurity \"restricted"), refusal::text);
        }

        private ApiServer.Output offer(Overlay overlay, PodTemplateSpec template) throws IOException {
            String namespace = overlay.namespace().getMetadata().getName();
            for (String account : List.of("default", "latchkey")) {
                server.kubectl("-n", namespace, "create", "serviceaccount", account);
            }
            template.getSpec().getVolumes().addAll(claimed(template));
            Path pod = Folders.ofData("pod").toPath().resolve("pod.json");
            Files.writeString(pod, new ObjectMapper().writeValueAsString(new Offered(template)));
            return server.kubectl("-n", namespace, "create", "--dry-run=server", "-f", pod.toString());
        }
    }

    /** What a StatefulSet would add to the volumes. */
    private static List<Volume> claimed(PodTemplateSpec template) {
        return template.getSpec().getContainers().stream()
                .flatMap(container -> container.getVolumeMounts().stream())
                .filter(mount -> mount.getName().equals("data"))
                .map(mount -> new VolumeBuilder()
                        .withName(mount.getName())
                        .withNewPersistentVolumeClaim()
                        .withClaimName("data-offered-0")
                        .endPersistentVolumeClaim()
                        .build())
                .toList();
    }

    /** A template as a pod of its own. */
    record Offered(String apiVersion, String kind, Object metadata, Object spec) {
        Offered(PodTemplateSpec template) {
            this("v1", "Pod", named(template), template.getSpec());
        }

        private static Object named(PodTemplateSpec template) {
            template.getMetadata().setName("offered");
            return template.getMetadata();
        }
    }

    @Nested
    class AnExample {

        static Stream<Path> examples() throws IOException {
            return Files.walk(Path.of("k8s")).filter(file -> Manifests.isExample(file.toString()));
        }

        @ParameterizedTest
        @MethodSource("examples")
        void isTakenAndStaysTheSame(Path example) {
            String file = example.toString();
            inNamespaceOf(example, "apply", "-f", file).succeedsWithoutWarning();
            inNamespaceOf(example, "apply", "--server-side", "-f", file).succeedsWithoutWarning();
            assertEquals(
                    "", inNamespaceOf(example, "diff", "-f", file).succeeds().text());
            inNamespaceOf(example, "delete", "-f", file).succeedsWithoutWarning();
        }

        /** One that names its namespaces itself is left to. */
        private ApiServer.Output inNamespaceOf(Path example, String... arguments) {
            List<String> command = new ArrayList<>(List.of(arguments));
            if (!Documentation.text(example).contains("\n  namespace: ")) {
                command.addAll(List.of("-n", "latchkey"));
            }
            return server.kubectl(command.toArray(String[]::new));
        }
    }

    @Nested
    class TheDocumentation {
        private static final Path PAGE = Path.of("docs", "kubernetes.md");

        /** There are no nodes, so nothing is rolled out or can be reached. */
        private static final String WITHOUT_NODES = """
                kind() { :; }
                kubectl() {
                  case " $* " in
                    *" port-forward "*) ;;
                    *" rollout status "*) sleep 1 ;; # else two restarts fall into one second
                    *) command kubectl "$@" ;;
                  esac
                }
                """;

        private static final String CERTIFICATE =
                "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=app.example.com -keyout tls.key -out tls.crt";

        @ParameterizedTest
        @ValueSource(strings = {"Try it", "Monitoring"})
        void hasCommandsThatWork(String heading) throws IOException {
            follow(copy(), heading);
        }

        /** From an empty cluster to the second key, in a row. */
        @Test
        void leadsThroughTheLifeOfAnInstallation() throws IOException {
            Path folder = copy();
            server.bash(folder, CERTIFICATE).succeeds();
            follow(folder, "Production");
            Map<String, String> before = keys();
            follow(folder, "Replacing a key");
            Map<String, String> after = keys();
            assertEquals(Set.of("JWT_ACCESS_KEY", "JWT_REFRESH_KEY"), after.keySet());
            assertEquals(before.get("JWT_ACCESS_KEY"), after.get("JWT_ACCESS_KEY"));
            assertNotEquals(before.get("JWT_REFRESH_KEY"), after.get("JWT_REFRESH_KEY"));
            follow(folder, "Upgrades");
            assertEquals(after, keys());
        }

        private static void follow(Path folder, String heading) {
            server.bash(folder, WITHOUT_NODES + Documentation.commands(PAGE, heading))
                    .succeedsWithoutWarning();
        }

        private static Map<String, String> keys() throws IOException {
            String data = server.kubectl("-n", "latchkey", "get", "secret", "latchkey-keys", "-o", "jsonpath={.data}")
                    .succeeds()
                    .text();
            return new ObjectMapper().readValue(data, new TypeReference<>() {});
        }

        private static Path copy() throws IOException {
            Path folder = Folders.ofData("docs").toPath();
            try (Stream<Path> files = Files.walk(Path.of("k8s"))) {
                for (Path file : files.toList()) {
                    Path copy = folder.resolve(file);
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, copy);
                    }
                }
            }
            return folder;
        }
    }
}
