package dev.latchkey.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The overlay with stores elsewhere, behind an Ingress. */
@Tag("k8s")
class ProdOverlayIT
        implements AvailabilityPromises, PrivilegePromises, ResourcePromises, SettingPromises, NetworkPromises {
    private static Overlay overlay;

    @BeforeAll
    static void render() {
        overlay = Overlay.render("prod");
    }

    @Override
    public Overlay overlay() {
        return overlay;
    }

    @Override
    public String namespace() {
        return "latchkey";
    }

    @Test
    void storesAreElsewhere() {
        assertEquals(List.of(), overlay.all(StatefulSet.class));
    }

    @Test
    void theAddressesOfTheStoresAreSecretsSinceTheyHoldPasswords() {
        Set<String> configured = overlay.settings().keySet();
        assertTrue(!configured.contains("DATABASE_URL") && !configured.contains("REDIS_HOST"), configured::toString);
    }

    @Test
    void theIngressHasTlsForEachHostAndReachesTheApi() {
        Ingress ingress = overlay.one(Ingress.class, "latchkey");
        ingress.getSpec().getRules().forEach(rule -> {
            assertTrue(
                    ingress.getSpec().getTls().stream()
                            .anyMatch(tls -> tls.getHosts().contains(rule.getHost()) && tls.getSecretName() != null),
                    rule.getHost());
            rule.getHttp().getPaths().forEach(path -> {
                assertEquals("latchkey", path.getBackend().getService().getName());
                assertEquals("http", path.getBackend().getService().getPort().getName());
            });
        });
    }

    @Test
    void theIngressControllerIsATrustedProxy() {
        assertTrue(overlay.settings().containsKey("TRUSTED_PROXIES"), "all clients would be throttled as one");
    }
}
