package dev.latchkey.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an outage, an update and a drain leave of the service. */
interface AvailabilityPromises {

    int DEFAULT_FAILURE_THRESHOLD = 3;
    int DEFAULT_PERIOD = 10;

    Overlay overlay();

    @Test
    default void probesAskTheManagementPort() {
        assertProbe("/q/health/started", overlay().serviceContainer().getStartupProbe());
        assertProbe("/q/health/ready", overlay().serviceContainer().getReadinessProbe());
        assertProbe("/q/health/live", overlay().serviceContainer().getLivenessProbe());
    }

    private void assertProbe(String path, Probe probe) {
        assertNotNull(probe, path);
        assertEquals(path, probe.getHttpGet().getPath());
        assertEquals(
                9000,
                Overlay.port(overlay().serviceContainer(), probe.getHttpGet().getPort()));
        assertTrue(probe.getTimeoutSeconds() >= 3, "a store that hangs takes up to 3 s to be told");
    }

    @Test
    default void everyContainerIsProbed() {
        overlay().containers().forEach(container -> {
            assertNotNull(container.getStartupProbe(), container.getName());
            assertNotNull(container.getReadinessProbe(), container.getName());
            assertNotNull(container.getLivenessProbe(), container.getName());
        });
    }

    @Test
    default void aPodLivesLongerThanItsShutdown() {
        Duration grace = Duration.ofSeconds(
                overlay().service().getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds());
        Duration shutdown = shutdownDelay().plus(Documentation.drain());
        assertTrue(grace.compareTo(shutdown.plusSeconds(5)) >= 0, grace + " is too short for " + shutdown);
    }

    @Test
    default void aPodServesOnForLongerThanReadinessTakesToNotice() {
        Probe readiness = overlay().serviceContainer().getReadinessProbe();
        int noticed = Objects.requireNonNullElse(readiness.getPeriodSeconds(), DEFAULT_PERIOD)
                * Objects.requireNonNullElse(readiness.getFailureThreshold(), DEFAULT_FAILURE_THRESHOLD);
        assertTrue(shutdownDelay().getSeconds() > noticed, () -> "noticed after " + noticed + " s");
    }

    private Duration shutdownDelay() {
        String delay = overlay().settings().getOrDefault("SHUTDOWN_DELAY", Documentation.defaultOf("SHUTDOWN_DELAY"));
        return Duration.parse("PT" + delay);
    }

    @Test
    default void anUpdateTakesNoReplicaAwayBeforeThereIsANewOne() {
        var update = overlay().service().getSpec().getStrategy().getRollingUpdate();
        assertEquals(0, update.getMaxUnavailable().getIntVal());
        assertTrue(update.getMaxSurge().getIntVal() >= 1);
    }

    @Test
    default void thereAreAtLeastTwoReplicas() {
        HorizontalPodAutoscaler autoscaler = overlay().one(HorizontalPodAutoscaler.class, "latchkey");
        assertEquals("latchkey", autoscaler.getSpec().getScaleTargetRef().getName());
        assertEquals("Deployment", autoscaler.getSpec().getScaleTargetRef().getKind());
        assertTrue(autoscaler.getSpec().getMinReplicas() >= 2);
        assertNull(overlay().service().getSpec().getReplicas(), "an apply would undo what the autoscaler did");
    }

    @Test
    default void theServiceIsSpreadOverNodesAndZones() {
        var constraints = overlay().service().getSpec().getTemplate().getSpec().getTopologySpreadConstraints();
        assertEquals(
                List.of("kubernetes.io/hostname", "topology.kubernetes.io/zone"),
                constraints.stream()
                        .map(constraint -> constraint.getTopologyKey())
                        .toList());
        constraints.forEach(constraint -> assertTrue(overlay().selectsTheService(constraint.getLabelSelector())));
    }

    @Test
    default void aDrainTakesOneReplicaAtATime() {
        PodDisruptionBudget budget = overlay().one(PodDisruptionBudget.class, "latchkey");
        assertTrue(overlay().selectsTheService(budget.getSpec().getSelector()));
        assertEquals(new IntOrString(1), budget.getSpec().getMaxUnavailable());
    }
}
