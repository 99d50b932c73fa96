package dev.latchkey.k8s;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is under k8s/, file by file: it fits the schema of the Kubernetes API, and belongs together. */
class ManifestsTest {
    private static final Path ROOT = Path.of("k8s");
    private static final Path DEPLOYMENT = ROOT.resolve("base/deployment.yaml");

    /** No manifest, but a file that Prometheus reads; MonitoringTest reads it, too. */
    private static final Path RULES = ROOT.resolve("monitoring/rules.yaml");

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .filter(file -> !file.endsWith("kustomization.yaml") && !file.equals(RULES))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> kustomizations() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Nested
    class Schema {

        @ParameterizedTest
        @MethodSource("dev.latchkey.k8s.ManifestsTest#manifests")
        void isKeptByEveryManifest(Path file) {
            String text = Documentation.text(file);
            assertDoesNotThrow(() -> Manifests.read(file.toString(), text));
            assertTrue(!StrictYaml.documents(file.toString(), text).isEmpty(), "is empty");
        }

        @ParameterizedTest
        @MethodSource("dev.latchkey.k8s.ManifestsTest#kustomizations")
        void isKeptByEveryKustomization(Path file) {
            Kustomization kustomization = kustomization(file);
            assertEquals("kustomize.config.k8s.io/v1beta1", kustomization.apiVersion());
            assertEquals("Kustomization", kustomization.kind());
        }

        @Test
        void rejectsAMisspeltFieldAndSaysWhereItIs() {
            assertEquals(
                    DEPLOYMENT + ": spec.template.spec.containers[0].livenesProbe is no field",
                    rejection("          livenessProbe:", "          livenesProbe:"));
            assertEquals(
                    DEPLOYMENT + ": spec.template.spec.terminationGracePeriod is no field",
                    rejection("terminationGracePeriodSeconds:", "terminationGracePeriod:"));
            assertEquals(
                    DEPLOYMENT + ": spec.template.spec.containers[0].securityContext.capabilities.dropped is no field",
                    rejection("drop: [ALL]", "dropped: [ALL]"));
        }

        /** Fabric8's own name for what it does not know. */
        @Test
        void rejectsAFieldThatOnlyTheModelHas() {
            assertEquals(
                    DEPLOYMENT + ": spec.additionalProperties is no field",
                    rejection("  revisionHistoryLimit: 3", "  additionalProperties: {}"));
        }

        @Test
        void rejectsAFieldAtTheWrongPlace() {
            assertEquals(
                    DEPLOYMENT + ": metadata.replicas is no field", rejection("  labels:", "  replicas: 2\n  labels:"));
        }

        @Test
        void rejectsAnotherType() {
            assertRejected("spec.revisionHistoryLimit", "revisionHistoryLimit: 3", "revisionHistoryLimit: \"3\"");
            assertRejected("containers[0].securityContext.capabilities.drop", "drop: [ALL]", "drop: [yes]");
            assertRejected("spec.template.spec.automountServiceAccountToken", "Token: false", "Token: \"false\"");
        }

        @Test
        void rejectsAFieldThatIsThereTwice() {
            assertRejected("Duplicate", "kind: Deployment", "kind: Deployment\nkind: Deployment");
        }

        @Test
        void rejectsAKindOrVersionThatItDoesNotKnow() {
            assertRejected("no schema for apps/v1beta1 Deployment", "apiVersion: apps/v1", "apiVersion: apps/v1beta1");
            assertRejected("no schema for apps/v1 Deploiment", "kind: Deployment", "kind: Deploiment");
        }

        @Test
        void rejectsAMisspeltFieldOfAKustomization() {
            String text = Documentation.text(ROOT.resolve("base/kustomization.yaml"));
            var rejection = assertThrows(
                    IllegalArgumentException.class,
                    () -> Kustomization.read("base", replace(text, "resources:", "resource:")));
            assertEquals("base: resource is no field", rejection.getMessage());
        }

        private void assertRejected(String why, String from, String to) {
            String rejection = rejection(from, to);
            assertTrue(rejection.startsWith(DEPLOYMENT.toString()) && rejection.contains(why), rejection);
        }

        private String rejection(String from, String to) {
            String changed = replace(Documentation.text(DEPLOYMENT), from, to);
            return assertThrows(IllegalArgumentException.class, () -> Manifests.read(DEPLOYMENT.toString(), changed))
                    .getMessage();
        }
    }

    @Nested
    class Contents {

        @ParameterizedTest
        @MethodSource("dev.latchkey.k8s.ManifestsTest#kustomizations")
        void thatAKustomizationNamesAreThere(Path file) {
            assertEquals(
                    List.of(),
                    kustomization(file)
                            .files()
                            .map(file::resolveSibling)
                            .filter(named -> !Files.exists(named))
                            .toList());
        }

        /** One that is forgotten is never applied. A namespace is made by hand, so that no "delete -k" takes it. */
        @Test
        void areEachNamedByAKustomizationUnlessTheyAreExamplesOrANamespace() throws IOException {
            Set<Path> named = new TreeSet<>();
            for (Path file : kustomizations()) {
                kustomization(file).files().map(file::resolveSibling).forEach(named::add);
            }
            assertEquals(
                    List.of(),
                    manifests().stream()
                            .filter(file -> !file.endsWith("namespace.yaml"))
                            .filter(file -> !named.contains(file) && !Manifests.isExample(file.toString()))
                            .toList());
        }

        @ParameterizedTest
        @MethodSource("dev.latchkey.k8s.ManifestsTest#manifests")
        void holdNoSecret(Path file) {
            assertTrue(
                    Manifests.read(file.toString(), Documentation.text(file)).stream()
                            .noneMatch(object -> object.getKind().equals("Secret")),
                    "a Secret in git is none");
        }

        @ParameterizedTest
        @MethodSource("dev.latchkey.k8s.ManifestsTest#kustomizations")
        void setOnlyWhatTheReadmeDescribes(Path file) {
            Set<String> settings = Documentation.settings();
            assertEquals(
                    List.of(),
                    kustomization(file)
                            .environmentFiles()
                            .flatMap(name -> Documentation.text(file.resolveSibling(name))
                                    .lines())
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> line.split("=")[0])
                            .filter(name -> !settings.contains(name))
                            .toList());
        }
    }

    private static Kustomization kustomization(Path file) {
        return Kustomization.read(file.toString(), Documentation.text(file));
    }

    private static String replace(String text, String from, String to) {
        assertTrue(text.contains(from), () -> "no longer there: " + from);
        return text.replaceFirst(Pattern.quote(from), to);
    }
}
