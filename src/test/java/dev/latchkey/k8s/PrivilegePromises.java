package dev.latchkey.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The restricted profile of Pod Security, and no more of the file system and the cluster than that. */
interface PrivilegePromises {

    Overlay overlay();

    @Test
    default void noPodHasAPrivilege() {
        overlay().podTemplates().stream().map(PodTemplateSpec::getSpec).forEach(pod -> {
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
                    volumes(pod)
                            .filter(volume -> volume.getEmptyDir() == null && volume.getSecret() == null)
                            .toList());
        });
    }

    private static Stream<Volume> volumes(PodSpec pod) {
        return Objects.requireNonNullElse(pod.getVolumes(), List.<Volume>of()).stream();
    }

    @Test
    default void noContainerHasAPrivilege() {
        overlay().containers().forEach(container -> {
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
    default void theServiceCanWriteToTmpOnly() {
        var mounts = overlay().serviceContainer().getVolumeMounts();
        assertEquals(
                List.of("/tmp"),
                mounts.stream()
                        .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                        .map(mount -> mount.getMountPath())
                        .toList());
    }

    /** Only who has keys for others to check tokens by makes the Secret. */
    @Test
    default void theServiceStartsWithoutSigningKeys() {
        var secrets = volumes(overlay().service().getSpec().getTemplate().getSpec())
                .filter(volume -> volume.getSecret() != null)
                .toList();
        assertEquals(
                List.of("latchkey-signing-keys"),
                secrets.stream()
                        .map(volume -> volume.getSecret().getSecretName())
                        .toList());
        assertEquals(true, secrets.get(0).getSecret().getOptional());
    }

    @Test
    default void noPodHasATokenOfTheCluster() {
        overlay()
                .podTemplates()
                .forEach(pod -> assertEquals(false, pod.getSpec().getAutomountServiceAccountToken()));
        overlay()
                .all(ServiceAccount.class)
                .forEach(account -> assertEquals(false, account.getAutomountServiceAccountToken()));
        overlay()
                .one(
                        ServiceAccount.class,
                        overlay().service().getSpec().getTemplate().getSpec().getServiceAccountName());
    }

    @Test
    default void noPodGetsVariablesOfServices() {
        overlay()
                .podTemplates()
                .forEach(pod -> assertEquals(false, pod.getSpec().getEnableServiceLinks()));
    }

    @Test
    default void theNamespaceRefusesPrivilegesAndWarnsOfThem() {
        Map<String, String> labels = overlay().namespace().getMetadata().getLabels();
        assertEquals("restricted", labels.get("pod-security.kubernetes.io/enforce"));
        assertEquals("restricted", labels.get("pod-security.kubernetes.io/warn"));
    }

    private static boolean isEmpty(List<?> list) {
        return list == null || list.isEmpty();
    }
}
