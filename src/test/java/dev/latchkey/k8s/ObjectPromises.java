package dev.latchkey.k8s;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for each object, so that it can be applied, found and deleted. */
interface ObjectPromises {
    String NAME = "app.kubernetes.io/name";
    String PART_OF = "app.kubernetes.io/part-of";

    Overlay overlay();

    @Test
    default void everythingIsInTheNamespace() {
        assertEquals(
                Set.of(overlay().namespace().getMetadata().getName()),
                overlay().objects().stream()
                        .map(object -> object.getMetadata().getNamespace())
                        .collect(toSet()));
    }

    /** "kubectl delete -k" would delete it, with the keys, which are nowhere else. */
    @Test
    default void theNamespaceIsNotAmongThem() {
        assertEquals(List.of(), overlay().all(Namespace.class));
    }

    @Test
    default void everythingSaysWhatItIsAndWhatItIsPartOf() {
        Stream.concat(
                        overlay().objects().stream().map(object -> object.getMetadata()),
                        overlay().podTemplates().stream().map(PodTemplateSpec::getMetadata))
                .forEach(ObjectPromises::assertLabels);
        assertLabels(overlay().namespace().getMetadata());
    }

    private static void assertLabels(ObjectMeta object) {
        assertNotNull(object.getLabels(), object::toString);
        assertNotNull(object.getLabels().get(NAME), object::toString);
        assertEquals("latchkey", object.getLabels().get(PART_OF), object::toString);
    }

    /** They can't be changed in a set that exists, labels included. */
    @Test
    default void claimsOfVolumesHaveNoLabels() {
        overlay().all(StatefulSet.class).stream()
                .flatMap(set -> set.getSpec().getVolumeClaimTemplates().stream())
                .forEach(claim -> assertEquals(Map.of(), claim.getMetadata().getLabels()));
    }

    /** The API server would add it, and "kubectl apply --server-side" would take the list for somebody else's. */
    @Test
    default void everyPortNamesItsProtocol() {
        Stream<String> ofServices = overlay().all(Service.class).stream()
                .flatMap(service -> service.getSpec().getPorts().stream())
                .map(port -> port.getProtocol());
        Stream<String> ofContainers = overlay().containers().stream()
                .map(Container::getPorts)
                .flatMap(List::stream)
                .map(port -> port.getProtocol());
        Stream<String> ofPolicies = overlay().all(NetworkPolicy.class).stream()
                .flatMap(policy -> ports(policy.getSpec()))
                .map(port -> port.getProtocol());
        Stream.of(ofServices, ofContainers, ofPolicies)
                .flatMap(protocols -> protocols)
                .forEach(protocol -> assertNotNull(protocol));
    }

    private static Stream<NetworkPolicyPort> ports(NetworkPolicySpec policy) {
        return Stream.concat(
                policy.getIngress().stream().flatMap(rule -> rule.getPorts().stream()),
                policy.getEgress().stream().flatMap(rule -> rule.getPorts().stream()));
    }
}
