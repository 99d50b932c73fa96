package dev.latchkey.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.observe.Gauges;
import dev.latchkey.observe.TestAudit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockOffsetTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ClockOffset clock = new ClockOffset(TestAudit.newEvents(), new Gauges(registry));

    @ParameterizedTest
    @ValueSource(longs = {-5_000, -1, 0, 4_999, 5_000})
    void leavesAReplicaReadyUpToFiveSeconds(long millis) {
        clock.measured(Duration.ofMillis(millis));
        assertEquals(Status.UP, clock.call().getStatus());
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600_000, -5_001, 5_001, 12_000})
    void makesAReplicaNotReadyBeyondThat(long millis) {
        clock.measured(Duration.ofMillis(millis));
        assertEquals(Status.DOWN, clock.call().getStatus());
    }

    @Test
    void isAMetricAndSaysWhatIsWrong() {
        clock.measured(Duration.ofMillis(-12_300));
        assertEquals(-12.3, registry.get("latchkey.clock.offset").gauge().value());
        assertEquals(
                "is 12 s behind Redis's clock, more than 5 s: set both by NTP",
                clock.call().getData().orElseThrow().get("fault"));
    }

    @Test
    void makesAReplicaReadyAgainOnceItIsSmall() {
        clock.measured(Duration.ofSeconds(12));
        clock.measured(Duration.ofSeconds(1));
        assertEquals(Status.UP, clock.call().getStatus());
    }
}
