package dev.latchkey.denylist;

import dev.latchkey.observe.AuthEvents;
import dev.latchkey.observe.Gauges;
import dev.latchkey.token.TokenVerifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * How far this replica's clock is from Redis's, which all replicas share: of replicas whose clocks differ one accepts
 * what another has seen expire, or takes for new what was issued before a loss.
 */
@Singleton
@Readiness
public final class ClockOffset implements HealthCheck {
    /** Beyond this a replica is not ready. Two that are ready differ by twice as much at most. */
    static final Duration MAX = TokenVerifier.MAX_CLOCK_LEAD;

    private static final double MILLIS_OF_A_SECOND = 1_000;

    private final AuthEvents events;
    private volatile Duration last = Duration.ZERO;

    public ClockOffset(AuthEvents events, Gauges gauges) {
        this.events = events;
        gauges.watchClock(() -> last.toMillis() / MILLIS_OF_A_SECOND);
    }

    /** Takes a new measure; positive if our clock is ahead. */
    void measured(Duration offset) {
        boolean was = isTooFar(last);
        last = offset;
        if (isTooFar(offset) != was) {
            events.clockOffset(offset, !was);
        }
    }

    private static boolean isTooFar(Duration offset) {
        return offset.abs().compareTo(MAX) > 0;
    }

    @Override
    public HealthCheckResponse call() {
        Duration offset = last;
        var response = HealthCheckResponse.named("Clock").status(!isTooFar(offset));
        if (isTooFar(offset)) {
            response.withData(
                    "fault",
                    "is " + offset.abs().toSeconds() + " s " + (offset.isNegative() ? "behind" : "ahead of")
                            + " Redis's clock, more than " + MAX.toSeconds() + " s: set both by NTP");
        }
        return response.build();
    }
}
