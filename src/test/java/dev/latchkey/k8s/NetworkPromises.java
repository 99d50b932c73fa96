package dev.latchkey.k8s;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may talk to whom. */
interface NetworkPromises {

    Overlay overlay();

    @Test
    default void theServiceIsReachedAtItsApiOnly() {
        Service service = overlay().one(Service.class, "latchkey");
        assertTrue(Overlay.selects(
                service.getSpec().getSelector(), overlay().service().getSpec().getTemplate()));
        assertEquals(
                List.of(8080),
                service.getSpec().getPorts().stream()
                        .map(port -> Overlay.port(overlay().serviceContainer(), port.getTargetPort()))
                        .toList());
    }

    @Test
    default void everyPodHasItsNetworkPolicy() {
        overlay()
                .podTemplates()
                .forEach(pod -> assertTrue(
                        overlay().all(NetworkPolicy.class).stream()
                                .filter(policy ->
                                        policy.getSpec().getPolicyTypes().contains("Ingress"))
                                .anyMatch(policy -> Overlay.selects(
                                        policy.getSpec().getPodSelector().getMatchLabels(), pod)),
                        () -> "none for " + pod.getMetadata().getLabels()));
    }

    @Test
    default void theServiceTalksToNobodyButDnsTheStoresAndAMailServer() {
        NetworkPolicy policy = overlay().one(NetworkPolicy.class, "latchkey");
        assertTrue(overlay().selectsTheService(policy.getSpec().getPodSelector()));
        assertEquals(List.of("Ingress", "Egress"), policy.getSpec().getPolicyTypes());
        Set<Integer> ports = policy.getSpec().getEgress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getIntVal())
                .collect(toSet());
        assertEquals(Set.of(53, 27017, 6379, 26379, 465, 587), ports);
        assertTrue(policy.getSpec().getEgress().stream().noneMatch(rule -> isEmpty(rule.getPorts())));
    }

    @Test
    default void theManagementPortIsForPrometheusOnly() {
        List<NetworkPolicyIngressRule> rules =
                overlay().one(NetworkPolicy.class, "latchkey").getSpec().getIngress();
        assertTrue(rules.stream().noneMatch(rule -> isEmpty(rule.getPorts())), "a rule for all ports");
        List<NetworkPolicyPeer> peers = rules.stream()
                .filter(rule -> rule.getPorts().stream()
                        .anyMatch(port -> Overlay.port(overlay().serviceContainer(), port.getPort()) == 9000))
                .flatMap(rule -> rule.getFrom().stream())
                .toList();
        assertEquals(1, peers.size());
        assertEquals(
                Map.of("kubernetes.io/metadata.name", "monitoring"),
                peers.get(0).getNamespaceSelector().getMatchLabels());
    }

    @Test
    default void selectorsFindTheirPods() {
        overlay()
                .all(Deployment.class)
                .forEach(deployment -> assertTrue(Overlay.selects(
                        deployment.getSpec().getSelector().getMatchLabels(),
                        deployment.getSpec().getTemplate())));
        overlay().all(StatefulSet.class).forEach(set -> {
            assertTrue(Overlay.selects(
                    set.getSpec().getSelector().getMatchLabels(), set.getSpec().getTemplate()));
            overlay().one(Service.class, set.getSpec().getServiceName());
        });
        overlay()
                .all(Service.class)
                .forEach(service -> assertTrue(
                        overlay().podTemplates().stream()
                                .anyMatch(
                                        pod -> Overlay.selects(service.getSpec().getSelector(), pod)
                                                && hasAllPortsOf(service, pod)),
                        name(service)));
    }

    private static boolean hasAllPortsOf(Service service, PodTemplateSpec pod) {
        Container container = pod.getSpec().getContainers().get(0);
        return service.getSpec().getPorts().stream()
                .allMatch(port -> Overlay.port(container, port.getTargetPort()) > 0);
    }

    private static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private static boolean isEmpty(List<?> list) {
        return list == null || list.isEmpty();
    }
}
