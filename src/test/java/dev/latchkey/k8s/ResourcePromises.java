package dev.latchkey.k8s;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a container may take, and what is in it. */
interface ResourcePromises {

    Pattern DIGEST = Pattern.compile(".+@sha256:[0-9a-f]{64}");

    /** A whole version, which nobody moves to the next release. */
    Pattern VERSION = Pattern.compile(".*[^/]:\\d+\\.\\d+\\.\\d+(-[a-zA-Z0-9.]+)?");

    Overlay overlay();

    @Test
    default void everyContainerHasLimits() {
        overlay().containers().forEach(container -> Stream.of("cpu", "memory").forEach(resource -> {
            BigDecimal request = amount(container.getResources().getRequests(), resource);
            BigDecimal limit = amount(container.getResources().getLimits(), resource);
            assertTrue(request.signum() > 0 && request.compareTo(limit) <= 0, container.getName() + " " + resource);
        }));
    }

    @Test
    default void theServiceHasTheMemoryThatWasMeasured() {
        BigDecimal limit = amount(overlay().serviceContainer().getResources().getLimits(), "memory");
        assertEquals(new BigDecimal(512 * 1024 * 1024), limit);
        assertEquals(limit, amount(overlay().serviceContainer().getResources().getRequests(), "memory"));
    }

    private static BigDecimal amount(Map<String, Quantity> of, String resource) {
        assertTrue(of.containsKey(resource), resource);
        return of.get(resource).getNumericalAmount();
    }

    @Test
    default void imagesArePinned() {
        overlay()
                .containers()
                .forEach(container -> assertTrue(
                        DIGEST.matcher(container.getImage()).matches()
                                || VERSION.matcher(container.getImage()).matches(),
                        container.getImage()));
    }
}
