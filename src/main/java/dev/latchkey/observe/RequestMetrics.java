package dev.latchkey.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How many requests there were of each kind, and how long they took: under the name and with the tags that dashboards
 * for Quarkus expect, but not by its binder. That takes the path for the route where there is no route, which may be
 * anything a client sends.
 */
@Singleton
final class RequestMetrics {
    /** What a client may make up besides is one kind. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final String OTHER_METHOD = "OTHER";

    /** The client has gone before it got a status. */
    private static final int NO_STATUS = 0;

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500)
    };

    private final MeterRegistry registry;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    private record Kind(String method, String route, int status) {}

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void answered(String method, String route, int status, long nanos) {
        timers.computeIfAbsent(new Kind(known(method), route, status), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The method of a request as it is told in metrics and in the log: a client's own may be of any length. */
    static String known(String method) {
        return METHODS.contains(method) ? method : OTHER_METHOD;
    }

    void abandoned(String method, String route, long nanos) {
        answered(method, route, NO_STATUS, nanos);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("http.server.requests")
                .description("Requests by route")
                .tag("method", kind.method())
                .tag("uri", kind.route())
                .tag("status", kind.status() == NO_STATUS ? "-" : Integer.toString(kind.status()))
                .tag(
                        "outcome",
                        kind.status() == NO_STATUS
                                ? Outcome.UNKNOWN.name()
                                : Outcome.forStatus(kind.status()).name())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
