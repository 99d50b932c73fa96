package dev.latchkey.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts the {@linkplain AuthEvents events}, at {@code /q/metrics} of the management port; the dashboard and the alerts
 * go by these names. Each is there from the start, at zero. A tag is one of a few fixed
 * words or the name of a service: never anything a user has.
 */
@Singleton
final class EventCounters {
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
    private final Counter refusedServices;
    private final Map<String, Counter> throttled = new ConcurrentHashMap<>();
    private final Map<String, Counter> revocations = new ConcurrentHashMap<>();
    private final Map<String, Counter> mails = new ConcurrentHashMap<>();
    private final Map<List<String>, Counter> services = new ConcurrentHashMap<>();
    private final Map<String, Timer> checks = new ConcurrentHashMap<>();

    EventCounters(MeterRegistry registry) {
        this.registry = registry;
        registrations = counter("latchkey.registrations", "Users registered");
        logins = login("success");
        failedLogins = login("invalid_credentials");
        rotated = refresh("rotated");
        replayed = refresh("replayed");
        replayedByAnotherClient = refresh("replayed_by_another_client");
        reused = refresh("reused");
        denyListLosses = counter("latchkey.denylist.losses", "Buckets of the deny-list that were found lost");
        refusedServices = serviceWith(List.of("-", "invalid_client"));
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

    void throttled(String limit) {
        throttled.computeIfAbsent(limit, this::throttledBy).increment();
    }

    void revoked(String reason, int entries) {
        revocations.computeIfAbsent(reason, this::revocationsFor).increment(entries);
    }

    void denyListChecked(String outcome, long nanos) {
        checks.computeIfAbsent(outcome, this::checksWith).record(nanos, TimeUnit.NANOSECONDS);
    }

    void showThrottled(Collection<String> limits) {
        limits.forEach(limit -> throttled.computeIfAbsent(limit, this::throttledBy));
    }

    void showRevocations(Collection<String> reasons) {
        reasons.forEach(reason -> revocations.computeIfAbsent(reason, this::revocationsFor));
    }

    void showDenyListChecks(Collection<String> outcomes) {
        outcomes.forEach(outcome -> checks.computeIfAbsent(outcome, this::checksWith));
    }

    void service(String name, String outcome) {
        services.computeIfAbsent(List.of(name, outcome), this::serviceWith).increment();
    }

    void serviceRefused() {
        refusedServices.increment();
    }

    void showServices(Collection<String> names) {
        for (String name : names) {
            List.of("accepted", "insufficient_scope")
                    .forEach(outcome -> services.computeIfAbsent(List.of(name, outcome), this::serviceWith));
        }
    }

    void showMails() {
        List.of("sent", "failed", "undeliverable").forEach(outcome -> mails.computeIfAbsent(outcome, this::mailsWith));
    }

    void mail(String outcome) {
        mails.computeIfAbsent(outcome, this::mailsWith).increment();
    }

    void hashRefused() {
        refusedHashes.increment();
    }

    private Counter serviceWith(List<String> nameAndOutcome) {
        return counter(
                "latchkey.services",
                "Keys of services presented",
                "service",
                nameAndOutcome.get(0),
                "outcome",
                nameAndOutcome.get(1));
    }

    private Counter throttledBy(String limit) {
        return counter("latchkey.throttled", "Requests refused by a rate limit", "limit", limit);
    }

    private Counter revocationsFor(String reason) {
        return counter("latchkey.revocations", "Entries put on the deny-list", "reason", reason);
    }

    private Timer checksWith(String outcome) {
        return Timer.builder("latchkey.denylist.checks")
                .description("Checks of the deny-list")
                .tag("outcome", outcome)
                .serviceLevelObjectives(CHECK_BUCKETS)
                .register(registry);
    }

    private Counter mailsWith(String outcome) {
        return counter(
                "latchkey.mails", "Tries to send a mail; one that is undeliverable is given up", "outcome", outcome);
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
