package dev.latchkey.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/**
 * The service's own figures, at {@code /q/metrics} of the management port; the dashboard and the alerts go by these
 * names. Each is there from the start, at zero. A tag is one of a few fixed words: never anything a user has.
 */
@Singleton
public final class AuthMetrics {
    /** Around what a check costs, up to the time limit of Redis. */
    private static final Duration[] CHECK_BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500)
    };

    private final MeterRegistry registry;
    private final Counter registrations;
    private final Counter logins;
    private final Counter failedLogins;
    private final Counter rotated;
    private final Counter replayed;
    private final Counter replayedByAnotherClient;
    private final Counter reused;
    private final Counter denyListLosses;
    private final Counter refusedHashes;

    public AuthMetrics(MeterRegistry registry) {
        this.registry = registry;
        registrations = counter("latchkey.registrations", "Users registered");
        logins = login("success");
        failedLogins = login("invalid_credentials");
        rotated = refresh("rotated");
        replayed = refresh("replayed");
        replayedByAnotherClient = refresh("replayed_by_another_client");
        reused = refresh("reused");
        denyListLosses = counter("latchkey.denylist.losses", "Buckets of the deny-list that were found lost");
        refusedHashes = counter(
                "latchkey.password.hashes.refused", "Password hashes and estimates that did not get their turn");
    }

    void registered() {
        registrations.increment();
    }

    void login() {
        logins.increment();
    }

    void loginFailed() {
        failedLogins.increment();
    }

    void refreshed() {
        rotated.increment();
    }

    void refreshReplayed() {
        replayed.increment();
    }

    void refreshReplayedByAnotherClient() {
        replayedByAnotherClient.increment();
    }

    void tokenReused() {
        reused.increment();
    }

    void denyListLost(int buckets) {
        denyListLosses.increment(buckets);
    }

    /** Times the checks of the deny-list with this outcome, as long as requests waited for them. */
    public Timer checks(String outcome) {
        return Timer.builder("latchkey.denylist.checks")
                .description("Checks of the deny-list")
                .tag("outcome", outcome)
                .serviceLevelObjectives(CHECK_BUCKETS)
                .register(registry);
    }

    /** A count of the entries that were put on the deny-list for this reason. */
    public Counter revocations(String reason) {
        return counter("latchkey.revocations", "Entries put on the deny-list", "reason", reason);
    }

    /** A count of the requests that this limit has refused. */
    public Counter throttled(String limit) {
        return counter("latchkey.throttled", "Requests refused by a rate limit", "limit", limit);
    }

    /** The queue of password hashes and estimates is too long, or a place in it took too long. */
    public void hashRefused() {
        refusedHashes.increment();
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

    private void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(name, value::getAsInt).description(description).register(registry);
    }

    private Counter login(String outcome) {
        return counter(
                "latchkey.logins", "Sessions begun, also by a registration, and wrong passwords", "outcome", outcome);
    }

    private Counter refresh(String outcome) {
        return counter("latchkey.refreshes", "Refresh tokens presented that were valid once", "outcome", outcome);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
