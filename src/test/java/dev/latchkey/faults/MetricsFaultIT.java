package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestServices;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.k8s.ExpectedMetrics;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Load;
import dev.latchkey.stand.Metrics;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.Stand;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every figure that the dashboard and the alerts go by moves, on the packaged service, by what it is named for. */
@Tag("faults")
class MetricsFaultIT {
    private static final int PARALLEL_LOGINS = 160;

    /** A hash takes long, and few run: a queue forms. */
    private static final Map<String, String> SETTINGS = Map.of(
            "BCRYPT_COST", "11",
            "PASSWORD_HASHES_AT_ONCE", "1",
            "REFRESH_GRACE", "3s",
            "SERVICE_KEYS", TestServices.SETTING,
            "REDIS_TIMEOUT", "500ms",
            "THROTTLE_LOGIN_PER_ACCOUNT", "1/15m",
            "THROTTLE_LOGIN_PER_ADDRESS", "100000/15m");

    @AutoClose
    private static final Stand STAND = Stand.throttled(SETTINGS);

    private final Replica replica = STAND.first();
    private final Client client = STAND.one();

    /** A rate of what appears with its first event can't show that event. */
    @Test
    void areThereFromTheStart() {
        Metrics metrics = STAND.second().metrics();
        ExpectedMetrics.OF_THE_SERVICE.forEach((name, labels) -> {
            assertTrue(metrics.names().contains(name), name);
            labels.forEach((label, values) -> values.forEach(value -> {
                String series = name + "{" + label + "=\"" + value + "\"";
                assertTrue(metrics.series().keySet().stream().anyMatch(key -> key.startsWith(series)), series);
            }));
        });
        assertTrue(metrics.names().containsAll(ExpectedMetrics.OF_THE_JVM), "of the JVM");
    }

    /** All in one, since what is shown is that nothing that a user has gets into a label, whatever happens. */
    @Test
    void moveAndHoldNothingOfAUser() {
        Map<String, Double> before = figures();
        SignedInUser user = client.register();
        client.login(user.email(), "wrong password entirely");
        client.login(user.email(), "wrong password entirely");
        client.details(user.accessToken());
        SignedInUser renewed = client.refresh(user.refreshToken()).renewed(user);
        client.refresh(user.refreshToken());
        client.refresh(user.refreshToken(), "user-agent", "another");
        client.details(user.accessToken());
        client.introspect(user.accessToken(), TestServices.ORDERS_KEY);
        client.introspect(user.accessToken(), "wrong");
        client.changeRoles(TestServices.ORDERS_KEY, user.id(), List.of("admin"));
        client.logout(renewed);
        reuseATokenAfterItsGrace();
        loseTheDenyList();
        stopRedis();
        crowdTheHashes();
        client.request("PATCHWORK", "/users/" + user.email() + "?token=" + user.accessToken());

        Map<String, Double> moved = figures();
        moved.replaceAll((figure, value) -> value - before.get(figure));
        assertEquals(Set.of(), unmoved(moved));
        Metrics after = replica.metrics();
        assertTrue(after.names().containsAll(ExpectedMetrics.OF_QUARKUS), "of requests and the process");
        TreeSet<String> labels = after.labelValues();
        assertTrue(labels.contains("OTHER"), "the method PATCHWORK");
        assertEquals(
                List.of(),
                labels.stream().filter(value -> !value.matches(FIXED_WORD)).toList());
        System.out.printf(Locale.ROOT, "faults: %d figures, all moved; label values: %s%n", moved.size(), labels);
    }

    private static final List<String> FIGURES = List.of(
            "latchkey_registrations_total",
            "latchkey_logins_total{outcome=\"success\"}",
            "latchkey_logins_total{outcome=\"invalid_credentials\"}",
            "latchkey_refreshes_total{outcome=\"rotated\"}",
            "latchkey_refreshes_total{outcome=\"replayed\"}",
            "latchkey_refreshes_total{outcome=\"replayed_by_another_client\"}",
            "latchkey_refreshes_total{outcome=\"reused\"}",
            "latchkey_denylist_checks_seconds_count{outcome=\"clear\"}",
            "latchkey_denylist_checks_seconds_sum{outcome=\"clear\"}",
            "latchkey_denylist_checks_seconds_count{outcome=\"denied\"}",
            "latchkey_denylist_checks_seconds_count{outcome=\"stale\"}",
            "latchkey_denylist_checks_seconds_count{outcome=\"unavailable\"}",
            "latchkey_denylist_losses_total",
            "latchkey_revocations_total{reason=\"rotated\"}",
            "latchkey_revocations_total{reason=\"logout\"}",
            "latchkey_revocations_total{reason=\"session_ended\"}",
            "latchkey_services_total{outcome=\"accepted\",service=\"orders\"}",
            "latchkey_services_total{outcome=\"insufficient_scope\",service=\"orders\"}",
            "latchkey_services_total{outcome=\"invalid_client\",service=\"-\"}",
            "latchkey_throttled_total{limit=\"login_per_account\"}",
            "latchkey_password_hashes_refused_total");

    /** Routes, methods, statuses, outcomes, bounds of buckets, and our own words. */
    private static final String FIXED_WORD = "-|/|/[a-z/{}-]+|[a-z_]+|[1-5]\\d\\d|\\d\\.\\d+|\\+Inf"
            + "|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|OTHER|SUCCESS|REDIRECTION|CLIENT_ERROR|SERVER_ERROR|UNKNOWN";

    /** Of both replicas together: the one that is asked for nothing may be the first to see that the deny-list is lost. */
    private static Map<String, Double> figures() {
        Metrics first = STAND.first().metrics();
        Metrics second = STAND.second().metrics();
        Map<String, Double> figures = new HashMap<>();
        FIGURES.forEach(figure -> figures.put(figure, first.of(figure) + second.of(figure)));
        return figures;
    }

    private void reuseATokenAfterItsGrace() {
        SignedInUser user = client.register();
        client.refresh(user.refreshToken());
        await().until(() -> client.refresh(user.refreshToken()).code().equals("reused_token"));
    }

    private void loseTheDenyList() {
        SignedInUser user = client.register();
        STAND.redis().ask("FLUSHALL");
        await().until(() -> client.details(user.accessToken()).code().equals("stale_token"));
    }

    private void stopRedis() {
        SignedInUser user = client.register();
        STAND.redis().process().stop();
        assertEquals(503, client.details(user.accessToken()).status());
        STAND.redis().process().goOn();
        await().until(() -> client.details(user.accessToken()).status() != 503);
    }

    private void crowdTheHashes() {
        try (Load logins = new Load()) {
            logins.with(PARALLEL_LOGINS, () -> client.login(TestUsers.newEmail()));
            await().until(() -> replica.metrics().of("latchkey_password_hashes_running") == 1);
            await().until(() -> replica.metrics().of("latchkey_password_hashes_waiting") > 10);
            await().until(() -> replica.metrics().of("latchkey_password_hashes_refused_total") > 0);
        }
    }

    private static Set<String> unmoved(Map<String, Double> moved) {
        Set<String> names = new TreeSet<>();
        moved.forEach((name, by) -> {
            if (by <= 0) {
                names.add(name);
            }
        });
        return names;
    }
}
