package dev.latchkey.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What Kustomize makes of an overlay: the objects that a cluster would get, in a namespace that it has already. */
record Overlay(Namespace namespace, List<HasMetadata> objects) {
    private static final Path OVERLAYS = Path.of("k8s", "overlays");

    /** With what it takes to render. */
    private static final List<List<String>> PROGRAMS =
            List.of(List.of("kustomize", "build"), List.of("kubectl", "kustomize"));

    static Overlay render(String name) {
        List<String> command = new ArrayList<>(PROGRAMS.stream()
                .filter(program -> isInstalled(program.get(0)))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("neither kustomize nor kubectl is on the PATH: install one,"
                                + " such as with go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.1")));
        command.add(OVERLAYS.resolve(name).toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String manifests = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed");
            }
            return new Overlay(namespaceOf(name), Manifests.read(name, manifests));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Namespace namespaceOf(String name) {
        Path file = OVERLAYS.resolve(name).resolve("namespace.yaml");
        return (Namespace)
                Manifests.read(file.toString(), Documentation.text(file)).get(0);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, program).canExecute());
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> type, String name) {
        return all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
    }

    Deployment service() {
        return one(Deployment.class, "latchkey");
    }

    Container serviceContainer() {
        return service().getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    List<PodTemplateSpec> podTemplates() {
        return Stream.concat(
                        all(Deployment.class).stream()
                                .map(deployment -> deployment.getSpec().getTemplate()),
                        all(StatefulSet.class).stream().map(set -> set.getSpec().getTemplate()))
                .toList();
    }

    List<Container> containers() {
        return podTemplates().stream()
                .map(PodTemplateSpec::getSpec)
                .flatMap(pod -> Stream.concat(
                        Objects.requireNonNullElse(pod.getInitContainers(), List.<Container>of()).stream(),
                        pod.getContainers().stream()))
                .toList();
    }

    /** The settings in the ConfigMap that the service gets. */
    Map<String, String> settings() {
        var sources = serviceContainer().getEnvFrom();
        if (sources.size() != 1) {
            throw new AssertionError("settings from " + sources);
        }
        return one(ConfigMap.class, sources.get(0).getConfigMapRef().getName()).getData();
    }

    /** Whether labels select the pods; no labels would select all of them. */
    static boolean selects(Map<String, String> labels, PodTemplateSpec pod) {
        return !labels.isEmpty() && pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet());
    }

    boolean selectsTheService(LabelSelector selector) {
        return selects(selector.getMatchLabels(), service().getSpec().getTemplate());
    }

    /** The number of a port that may be named. */
    static int port(Container container, IntOrString port) {
        return container.getPorts().stream()
                .filter(candidate -> candidate.getName().equals(port.getStrVal())
                        || candidate.getContainerPort().equals(port.getIntVal()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no port " + port + " of " + container.getName()));
    }
}
