package dev.latchkey.observe;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Events and metrics for parts that are tested by themselves. */
public final class TestAudit {
    private TestAudit() {}

    public static AuthEvents newEvents() {
        return new AuthEvents(new EventCounters(new SimpleMeterRegistry()));
    }

    public static Gauges newGauges() {
        return new Gauges(new SimpleMeterRegistry());
    }
}
