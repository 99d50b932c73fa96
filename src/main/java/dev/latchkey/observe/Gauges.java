package dev.latchkey.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/** The state of this replica and its stores, at {@code /q/metrics} of the management port: each value as it is asked. */
@Singleton
public final class Gauges {
    private final MeterRegistry registry;

    public Gauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows how many password hashes and estimates are under way, and how many wait for their turn. */
    public void watchHashes(IntSupplier running, IntSupplier waiting) {
        gauge("latchkey.password.hashes.running", "Password hashes and estimates under way", running);
        gauge("latchkey.password.hashes.waiting", "Password hashes and estimates that wait for their turn", waiting);
    }

    /** Shows how far this replica's clock is ahead of Redis's, in seconds; negative if behind. */
    public void watchClock(DoubleSupplier seconds) {
        Gauge.builder("latchkey.clock.offset", seconds::getAsDouble)
                .description("How far the clock of this replica is ahead of Redis's")
                .baseUnit("seconds")
                .register(registry);
    }

    /** Shows whether a store answers. */
    public void watchStore(String store, BooleanSupplier answers) {
        Gauge.builder("latchkey.store.available", () -> answers.getAsBoolean() ? 1 : 0)
                .description("Whether the store answers")
                .tag("store", store)
                .register(registry);
    }

    /** Shows whether the mail server was reached at the last try. */
    public void watchMailServer(BooleanSupplier answers) {
        gauge(
                "latchkey.mail.server.available",
                "Whether the mail server answers",
                () -> answers.getAsBoolean() ? 1 : 0);
    }

    private void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(name, value::getAsInt).description(description).register(registry);
    }
}
