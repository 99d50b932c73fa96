package dev.latchkey.k8s;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every overlay promises. One instance for all of its tests, since each renders the overlay. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OverlayPromises {
    private static final Pattern DIGEST = Pattern.compile(".+@sha256:[0-9a-f]{64}");

    /** A whole version, which nobody moves to the next release. */
    private static final Pattern VERSION = Pattern.compile(".*[^/]:\\d+\\.\\d+\\.\\d+(-[a-zA-Z0-9.]+)?");

    private static final int DEFAULT_FAILURE_THRESHOLD = 3;
    private static final int DEFAULT_PERIOD = 10;

    private final String namespace;
    final Overlay overlay;

    OverlayPromises(String name, String namespace) {
        this.namespace = namespace;
        this.overlay = Overlay.render(name);
    }

    // --- Health

    @Test
    void probesAskTheManagementPort() {
        assertProbe("/q/health/started", overlay.serviceContainer().getStartupProbe());
        assertProbe("/q/health/ready", overlay.serviceContainer().getReadinessProbe());
        assertProbe("/q/health/live", overlay.serviceContainer().getLivenessProbe());
    }

    private void assertProbe(String path, Probe probe) {
        assertNotNull(probe, path);
        assertEquals(path, probe.getHttpGet().getPath());
        assertEquals(9000, port(overlay.serviceContainer(), probe.getHttpGet().getPort()));
        assertTrue(probe.getTimeoutSeconds() >= 3, "a store that hangs takes up to 3 s to be told");
    }

    @Test
    void everyContainerIsProbed() {
        overlay.containers().forEach(container -> {
            assertNotNull(container.getStartupProbe(), container.getName());
            assertNotNull(container.getReadinessProbe(), container.getName());
            assertNotNull(container.getLivenessProbe(), container.getName());
        });
    }

    // --- Privileges: the restricted profile of Pod Security, and no more of the file system than that

    @Test
    void noPodHasAPrivilege() {
        overlay.podTemplates().stream().map(PodTemplateSpec::getSpec).forEach(pod -> {
            assertEquals(true, pod.getSecurityContext().getRunAsNonRoot());
            assertFalse(Objects.equals(0L, pod.getSecurityContext().getRunAsUser()));
            assertEquals(
                    "RuntimeDefault",
                    pod.getSecurityContext().getSeccompProfile().getType());
            assertNull(pod.getHostNetwork());
            assertNull(pod.getHostPID());
            assertNull(pod.getHostIPC());
            assertEquals(
                    List.of(),
                    volumes(pod).filter(volume -> volume.getEmptyDir() == null).toList());
        });
    }

    private static Stream<Volume> volumes(PodSpec pod) {
        return Objects.requireNonNullElse(pod.getVolumes(), List.<Volume>of()).stream();
    }

    @Test
    void noContainerHasAPrivilege() {
        overlay.containers().forEach(container -> {
            var context = container.getSecurityContext();
            assertEquals(false, context.getAllowPrivilegeEscalation(), container.getName());
            assertEquals(true, context.getReadOnlyRootFilesystem(), container.getName());
            assertEquals(List.of("ALL"), context.getCapabilities().getDrop(), container.getName());
            assertTrue(isEmpty(context.getCapabilities().getAdd()), container.getName());
            assertNull(context.getPrivileged(), container.getName());
            assertNull(context.getRunAsNonRoot(), "the pod's is not to be overridden");
            assertNull(context.getRunAsUser(), "the pod's is not to be overridden");
            assertNull(context.getSeccompProfile(), "the pod's is not to be overridden");
            assertTrue(container.getPorts().stream().allMatch(port -> port.getHostPort() == null));
        });
    }

    @Test
    void theServiceCanWriteToTmpOnly() {
        var mounts = overlay.serviceContainer().getVolumeMounts();
        assertEquals(
                List.of("/tmp"),
                mounts.stream().map(mount -> mount.getMountPath()).toList());
    }

    @Test
    void noPodHasATokenOfTheCluster() {
        overlay.podTemplates().forEach(pod -> assertEquals(false, pod.getSpec().getAutomountServiceAccountToken()));
        overlay.all(ServiceAccount.class)
                .forEach(account -> assertEquals(false, account.getAutomountServiceAccountToken()));
        overlay.one(
                ServiceAccount.class,
                overlay.service().getSpec().getTemplate().getSpec().getServiceAccountName());
    }

    @Test
    void noPodGetsVariablesOfServices() {
        overlay.podTemplates().forEach(pod -> assertEquals(false, pod.getSpec().getEnableServiceLinks()));
    }

    @Test
    void theNamespaceRefusesPrivileges() {
        assertEquals(
                "restricted",
                overlay.one(Namespace.class, namespace)
                        .getMetadata()
                        .getLabels()
                        .get("pod-security.kubernetes.io/enforce"));
    }

    @Test
    void everythingIsInTheNamespace() {
        assertEquals(
                Set.of(namespace),
                overlay.objects().stream()
                        .filter(object -> !(object instanceof Namespace))
                        .map(object -> object.getMetadata().getNamespace())
                        .collect(toSet()));
    }

    // --- Resources and images

    @Test
    void everyContainerHasLimits() {
        overlay.containers().forEach(container -> Stream.of("cpu", "memory").forEach(resource -> {
            BigDecimal request = amount(container.getResources().getRequests(), resource);
            BigDecimal limit = amount(container.getResources().getLimits(), resource);
            assertTrue(request.signum() > 0 && request.compareTo(limit) <= 0, container.getName() + " " + resource);
        }));
    }

    @Test
    void theServiceHasTheMemoryThatWasMeasured() {
        BigDecimal limit = amount(overlay.serviceContainer().getResources().getLimits(), "memory");
        assertEquals(new BigDecimal(512 * 1024 * 1024), limit);
        assertEquals(limit, amount(overlay.serviceContainer().getResources().getRequests(), "memory"));
    }

    private static BigDecimal amount(Map<String, Quantity> of, String resource) {
        assertTrue(of.containsKey(resource), resource);
        return of.get(resource).getNumericalAmount();
    }

    @Test
    void imagesArePinned() {
        overlay.containers()
                .forEach(container -> assertTrue(
                        DIGEST.matcher(container.getImage()).matches()
                                || VERSION.matcher(container.getImage()).matches(),
                        container.getImage()));
    }

    // --- Settings and secrets

    @Test
    void noSecretIsRendered() {
        assertEquals(List.of(), overlay.all(Secret.class));
        variables()
                .filter(variable -> variable.getName().startsWith("JWT_")
                        && variable.getName().contains("KEY"))
                .forEach(key -> assertNotNull(key.getValueFrom().getSecretKeyRef(), key.getName()));
        assertEquals(
                List.of(),
                configured().stream()
                        .filter(setting -> setting.startsWith("JWT_") && setting.contains("KEY"))
                        .toList());
    }

    @Test
    void settingsAreThoseOfTheReadme() {
        Set<String> documented = Documentation.settings();
        Stream.concat(variables().map(EnvVar::getName), configured().stream())
                .forEach(setting -> assertTrue(documented.contains(setting), setting));
        secretKeys().forEach(reference -> assertTrue(documented.contains(reference.getKey()), reference.getKey()));
    }

    @Test
    void settingsWithoutADefaultAreSet() {
        Set<String> set = variables().map(EnvVar::getName).collect(toCollection(TreeSet::new));
        set.addAll(configured());
        Set<String> required = Documentation.settings().stream()
                .filter(setting -> Documentation.hasNoDefault(setting))
                .collect(toSet());
        assertEquals(Set.of("DATABASE_URL", "REDIS_HOST", "JWT_ACCESS_KEY", "JWT_REFRESH_KEY"), required);
        assertTrue(set.containsAll(required), () -> "set are " + set);
    }

    @Test
    void aVariableIsCalledWhatItIsInTheSecret() {
        variables()
                .filter(variable -> variable.getValueFrom() != null)
                .forEach(variable -> assertEquals(
                        variable.getName(),
                        variable.getValueFrom().getSecretKeyRef().getKey()));
    }

    @Test
    void secretsAreThoseThatTheDocumentationSaysToMake() {
        String documentation = Documentation.text(Path.of("docs", "kubernetes.md"));
        secretKeys()
                .forEach(reference -> assertTrue(documentation
                        .lines()
                        .anyMatch(row -> row.startsWith("| `" + reference.getName() + "` ")
                                && row.contains("`" + reference.getKey() + "`"))));
    }

    private Stream<EnvVar> variables() {
        return overlay.serviceContainer().getEnv().stream();
    }

    private Stream<SecretKeySelector> secretKeys() {
        return variables().filter(variable -> variable.getValueFrom() != null).map(variable -> variable.getValueFrom()
                .getSecretKeyRef());
    }

    /** The settings in the ConfigMaps that the service gets. */
    final Set<String> configured() {
        return settings().keySet();
    }

    final Map<String, String> settings() {
        var sources = overlay.serviceContainer().getEnvFrom();
        assertEquals(1, sources.size());
        return overlay.one(ConfigMap.class, sources.get(0).getConfigMapRef().getName())
                .getData();
    }

    // --- Updates and outages

    @Test
    void aPodLivesLongerThanItsShutdown() {
        Duration grace = Duration.ofSeconds(
                overlay.service().getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds());
        Duration shutdown = shutdownDelay().plus(Documentation.drain());
        assertTrue(grace.compareTo(shutdown.plusSeconds(5)) >= 0, grace + " is too short for " + shutdown);
    }

    @Test
    void aPodServesOnForLongerThanReadinessTakesToNotice() {
        Probe readiness = overlay.serviceContainer().getReadinessProbe();
        int noticed = Objects.requireNonNullElse(readiness.getPeriodSeconds(), DEFAULT_PERIOD)
                * Objects.requireNonNullElse(readiness.getFailureThreshold(), DEFAULT_FAILURE_THRESHOLD);
        assertTrue(shutdownDelay().getSeconds() > noticed, () -> "noticed after " + noticed + " s");
    }

    private Duration shutdownDelay() {
        String delay = settings().getOrDefault("SHUTDOWN_DELAY", Documentation.defaultOf("SHUTDOWN_DELAY"));
        return Duration.parse("PT" + delay);
    }

    @Test
    void anUpdateTakesNoReplicaAwayBeforeThereIsANewOne() {
        var update = overlay.service().getSpec().getStrategy().getRollingUpdate();
        assertEquals(0, update.getMaxUnavailable().getIntVal());
        assertTrue(update.getMaxSurge().getIntVal() >= 1);
    }

    @Test
    void thereAreAtLeastTwoReplicas() {
        HorizontalPodAutoscaler autoscaler = overlay.one(HorizontalPodAutoscaler.class, "latchkey");
        assertEquals("latchkey", autoscaler.getSpec().getScaleTargetRef().getName());
        assertEquals("Deployment", autoscaler.getSpec().getScaleTargetRef().getKind());
        assertTrue(autoscaler.getSpec().getMinReplicas() >= 2);
        assertNull(overlay.service().getSpec().getReplicas(), "an apply would undo what the autoscaler did");
    }

    @Test
    void theServiceIsSpreadOverNodesAndZones() {
        var constraints = overlay.service().getSpec().getTemplate().getSpec().getTopologySpreadConstraints();
        assertEquals(
                List.of("kubernetes.io/hostname", "topology.kubernetes.io/zone"),
                constraints.stream()
                        .map(constraint -> constraint.getTopologyKey())
                        .toList());
        constraints.forEach(constraint -> assertSelectsTheService(constraint.getLabelSelector()));
    }

    @Test
    void aDrainTakesOneReplicaAtATime() {
        PodDisruptionBudget budget = overlay.one(PodDisruptionBudget.class, "latchkey");
        assertSelectsTheService(budget.getSpec().getSelector());
        assertEquals(new IntOrString(1), budget.getSpec().getMaxUnavailable());
    }

    // --- Network

    @Test
    void theServiceIsReachedAtItsApiOnly() {
        Service service = overlay.one(Service.class, "latchkey");
        assertSelects(
                service.getSpec().getSelector(), overlay.service().getSpec().getTemplate());
        assertEquals(
                List.of(8080),
                service.getSpec().getPorts().stream()
                        .map(port -> port(overlay.serviceContainer(), port.getTargetPort()))
                        .toList());
    }

    @Test
    void everyPodHasItsNetworkPolicy() {
        overlay.podTemplates()
                .forEach(pod -> assertTrue(
                        overlay.all(NetworkPolicy.class).stream()
                                .filter(policy ->
                                        policy.getSpec().getPolicyTypes().contains("Ingress"))
                                .anyMatch(policy -> selects(
                                        policy.getSpec().getPodSelector().getMatchLabels(), pod)),
                        () -> "none for " + pod.getMetadata().getLabels()));
    }

    @Test
    void theServiceTalksToNobodyButDnsAndTheStores() {
        NetworkPolicy policy = overlay.one(NetworkPolicy.class, "latchkey");
        assertSelectsTheService(policy.getSpec().getPodSelector());
        assertEquals(List.of("Ingress", "Egress"), policy.getSpec().getPolicyTypes());
        Set<Integer> ports = policy.getSpec().getEgress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getIntVal())
                .collect(toSet());
        assertEquals(Set.of(53, 27017, 6379, 26379), ports);
        assertTrue(policy.getSpec().getEgress().stream().noneMatch(rule -> isEmpty(rule.getPorts())));
    }

    @Test
    void theManagementPortIsForPrometheusOnly() {
        List<NetworkPolicyIngressRule> rules =
                overlay.one(NetworkPolicy.class, "latchkey").getSpec().getIngress();
        assertTrue(rules.stream().noneMatch(rule -> isEmpty(rule.getPorts())), "a rule for all ports");
        List<NetworkPolicyPeer> peers = rules.stream()
                .filter(rule -> rule.getPorts().stream()
                        .anyMatch(port -> port(overlay.serviceContainer(), port.getPort()) == 9000))
                .flatMap(rule -> rule.getFrom().stream())
                .toList();
        assertEquals(1, peers.size());
        assertEquals(
                Map.of("kubernetes.io/metadata.name", "monitoring"),
                peers.get(0).getNamespaceSelector().getMatchLabels());
    }

    @Test
    void selectorsFindTheirPods() {
        overlay.all(Deployment.class)
                .forEach(deployment -> assertSelects(
                        deployment.getSpec().getSelector().getMatchLabels(),
                        deployment.getSpec().getTemplate()));
        overlay.all(StatefulSet.class).forEach(set -> {
            assertSelects(
                    set.getSpec().getSelector().getMatchLabels(), set.getSpec().getTemplate());
            overlay.one(Service.class, set.getSpec().getServiceName());
        });
        overlay.all(Service.class)
                .forEach(service -> assertTrue(
                        overlay.podTemplates().stream()
                                .anyMatch(pod -> selects(service.getSpec().getSelector(), pod)
                                        && service.getSpec().getPorts().stream()
                                                .allMatch(port -> port(pod, port.getTargetPort()) > 0)),
                        name(service)));
    }

    private void assertSelectsTheService(LabelSelector selector) {
        assertSelects(selector.getMatchLabels(), overlay.service().getSpec().getTemplate());
    }

    private static void assertSelects(Map<String, String> selector, PodTemplateSpec pod) {
        assertTrue(
                selects(selector, pod),
                () -> selector + " does not select " + pod.getMetadata().getLabels());
    }

    private static boolean selects(Map<String, String> selector, PodTemplateSpec pod) {
        return !selector.isEmpty() && pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet());
    }

    private static int port(PodTemplateSpec pod, IntOrString port) {
        return port(pod.getSpec().getContainers().get(0), port);
    }

    /** The number of a port that may be named. */
    private static int port(Container container, IntOrString port) {
        return container.getPorts().stream()
                .filter(candidate -> candidate.getName().equals(port.getStrVal())
                        || candidate.getContainerPort().equals(port.getIntVal()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no port " + port + " of " + container.getName()));
    }

    private static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private static boolean isEmpty(List<?> list) {
        return list == null || list.isEmpty();
    }
}
