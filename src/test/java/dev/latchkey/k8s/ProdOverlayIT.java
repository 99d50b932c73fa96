package dev.latchkey.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The overlay with stores elsewhere, behind a Gateway. */
@Tag("k8s")
class ProdOverlayIT
        implements AvailabilityPromises,
                NetworkPromises,
                ObjectPromises,
                PrivilegePromises,
                ResourcePromises,
                SettingPromises {
    private static Overlay overlay;

    @BeforeAll
    static void render() {
        overlay = Overlay.render("prod");
    }

    @Override
    public Overlay overlay() {
        return overlay;
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

    /** Only who sends mail makes the Secret. */
    @Test
    void theServiceStartsWithoutAMailServerWhoseAddressIsASecret() {
        SecretKeySelector address = overlay.serviceContainer().getEnv().stream()
                .filter(variable -> variable.getName().equals("SMTP_URL"))
                .findFirst()
                .orElseThrow()
                .getValueFrom()
                .getSecretKeyRef();
        assertEquals(new SecretKeySelector("SMTP_URL", "latchkey-mail", true), address);
        assertFalse(overlay.settings().containsKey("SMTP_URL"), "it holds a password");
    }

    @Test
    void theGatewayEndsTlsForTheHostOfTheRoute() {
        Listener listener =
                overlay.one(Gateway.class, "latchkey").getSpec().getListeners().get(0);
        assertEquals("HTTPS", listener.getProtocol());
        assertEquals(
                "latchkey-tls", listener.getTls().getCertificateRefs().get(0).getName());
        assertEquals(List.of(listener.getHostname()), route().getSpec().getHostnames());
        assertEquals("latchkey", route().getSpec().getParentRefs().get(0).getName());
    }

    /** The shape of all gateways: docs/gateways.md. */
    @Test
    void theRouteReachesTheApiBelowAuthWithoutThePrefixAndWithoutCookies() {
        HTTPRouteRule rule = route().getSpec().getRules().get(0);
        assertEquals(1, route().getSpec().getRules().size());
        assertEquals("PathPrefix /auth", path(rule));
        assertEquals("/", rule.getFilters().get(0).getUrlRewrite().getPath().getReplacePrefixMatch());
        assertEquals(
                List.of("Cookie"),
                rule.getFilters().get(1).getRequestHeaderModifier().getRemove());
        var backend = rule.getBackendRefs().get(0);
        Service service = overlay.one(Service.class, backend.getName());
        assertEquals(service.getSpec().getPorts().get(0).getPort(), backend.getPort());
    }

    private static String path(HTTPRouteRule rule) {
        var path = rule.getMatches().get(0).getPath();
        return path.getType() + " " + path.getValue();
    }

    private static HTTPRoute route() {
        return overlay.one(HTTPRoute.class, "latchkey");
    }

    @Test
    void theGatewayIsATrustedProxy() {
        assertTrue(overlay.settings().containsKey("TRUSTED_PROXIES"), "all clients would be throttled as one");
    }
}
