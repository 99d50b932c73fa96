package dev.latchkey.k8s;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** The names that the dashboard and the alerts may rest on: for the service's own, those that it has to have. */
public final class ExpectedMetrics {

    /** Each with its labels, and the values that each label may have. */
    public static final Map<String, Map<String, Set<String>>> OF_THE_SERVICE = Map.ofEntries(
            entry("latchkey_logins_total", Map.of("outcome", Set.of("success", "invalid_credentials"))),
            entry("latchkey_registrations_total", Map.of()),
            entry(
                    "latchkey_refreshes_total",
                    Map.of("outcome", Set.of("rotated", "replayed", "replayed_by_another_client", "reused"))),
            entry("latchkey_denylist_checks_seconds_count", checks()),
            entry("latchkey_denylist_checks_seconds_sum", checks()),
            entry("latchkey_denylist_checks_seconds_max", checks()),
            entry("latchkey_denylist_checks_seconds_bucket", checks()),
            entry("latchkey_revocations_total", Map.of("reason", Set.of("rotated", "logout", "session_ended"))),
            entry("latchkey_denylist_losses_total", Map.of()),
            entry("latchkey_clock_offset_seconds", Map.of()),
            entry(
                    "latchkey_throttled_total",
                    Map.of(
                            "limit",
                            Set.of(
                                    "login_per_address",
                                    "login_per_account",
                                    "session_per_address",
                                    "session_per_account",
                                    "register_per_address",
                                    "refresh_per_address",
                                    "mail_per_address",
                                    "mail_per_recipient",
                                    "code_per_account"))),
            entry(
                    "latchkey_services_total",
                    Map.of("outcome", Set.of("accepted", "insufficient_scope", "invalid_client"))),
            entry("latchkey_mails_total", Map.of("outcome", Set.of("sent", "failed", "undeliverable"))),
            entry("latchkey_mail_server_available", Map.of()),
            entry("latchkey_store_available", Map.of("store", Set.of("mongodb", "redis"))),
            entry("latchkey_password_hashes_running", Map.of()),
            entry("latchkey_password_hashes_waiting", Map.of()),
            entry("latchkey_password_hashes_refused_total", Map.of()));

    /** Beside them at /q/metrics. */
    public static final Set<String> OF_QUARKUS = Set.of(
            "http_server_requests_seconds_count",
            "http_server_requests_seconds_sum",
            "http_server_requests_seconds_max",
            "process_cpu_usage");

    /** Beside them at /q/metrics of a JVM; the native binary has only some of them. */
    public static final Set<String> OF_THE_JVM = Set.of("jvm_memory_used_bytes", "jvm_gc_pause_seconds_sum");

    /** Of Prometheus, kube-state-metrics, the kubelet, the autoscaler and redis_exporter. */
    public static final Set<String> OF_OTHERS = Set.of(
            "up",
            "container_memory_working_set_bytes",
            "kube_deployment_spec_replicas",
            "kube_deployment_status_replicas_available",
            "kube_horizontalpodautoscaler_spec_max_replicas",
            "kube_horizontalpodautoscaler_status_current_replicas",
            "kube_pod_container_status_restarts_total",
            "redis_memory_max_bytes",
            "redis_memory_used_bytes");

    private ExpectedMetrics() {}

    private static Map<String, Set<String>> checks() {
        return Map.of("outcome", Set.of("clear", "denied", "stale", "unavailable"));
    }
}
