package dev.latchkey.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The figures of a run: medians, and their ratios to their floors. Printed as a table, kept as JSON and as a plot. */
final class Report {
    private static final Path FOLDER = Path.of("target", "bench");
    private static final double HALF = 0.5;

    private final Map<String, List<Double>> perSecond = new LinkedHashMap<>();
    private final Map<String, List<Double>> cpu = new LinkedHashMap<>();
    private final Map<String, Map<Double, List<SteadyLoad.Latencies>>> latencies = new LinkedHashMap<>();
    private final Map<String, Object> results = new LinkedHashMap<>();
    private final Map<String, Long> failures = new TreeMap<>();

    static String denied(int number) {
        return String.format(Locale.ROOT, "/verify, %,d denied", number);
    }

    static String replicas(int number) {
        return String.format(Locale.ROOT, "/verify, %d replica(s)", number);
    }

    static String users(int number) {
        return String.format(Locale.ROOT, "/user/details, %,d users", number);
    }

    static Wrk.Peak sum(Wrk.Peak one, Wrk.Peak other) {
        return new Wrk.Peak(
                one.requests() + other.requests(),
                one.perSecond() + other.perSecond(),
                one.failures() + other.failures());
    }

    /** @param cpuPerThousand seconds of the service's process for 1,000 requests; NaN if not measured */
    void peak(String name, Wrk.Peak peak, double cpuPerThousand) {
        add(perSecond, name, peak.perSecond());
        add(cpu, name, cpuPerThousand);
        failures.merge(name, peak.failures(), Long::sum);
    }

    void floor(String name, double value) {
        add(perSecond, name, value);
    }

    void latencies(String name, double load, SteadyLoad.Latencies measured) {
        latencies
                .computeIfAbsent(name, any -> new TreeMap<>())
                .computeIfAbsent(load, any -> new ArrayList<>())
                .add(measured);
        failures.merge(name, measured.failures(), Long::sum);
    }

    void memoryAfterStart(long megabytes) {
        results.put("memory after the warm-up, MB", megabytes);
    }

    void memoryAfterLoad(long megabytes) {
        results.put("memory after the peaks, MB", megabytes);
    }

    double perSecond(String name) {
        return Median.of(perSecond.get(name));
    }

    void publish() {
        System.out.printf(
                Locale.ROOT, "bench: %-28s %10s %22s %14s%n", "", "requests/s", "lowest to highest", "CPU s/1,000");
        perSecond.forEach(this::printRate);
        System.out.printf(
                Locale.ROOT,
                "bench: %-28s %6s %10s %8s %8s%n",
                "at a constant rate",
                "load",
                "requests/s",
                "p50 ms",
                "p99 ms");
        latencies.forEach((name, loads) -> loads.forEach((load, runs) -> printLatency(name, load)));
        printRatios();
        results.forEach((name, value) -> System.out.printf(Locale.ROOT, "bench: %s: %s%n", name, value));
        failures.values().removeIf(number -> number == 0);
        System.out.printf(Locale.ROOT, "bench: answers that were not 2xx: %s%n", failures);
        write();
    }

    private void printRate(String name, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "bench: %-28s %,10.1f %,10.1f to %,9.1f %14s%n",
                name,
                Median.of(values),
                sorted.get(0),
                sorted.get(sorted.size() - 1),
                Double.isNaN(cpuOf(name)) ? "" : String.format(Locale.ROOT, "%.4f", cpuOf(name)));
    }

    private void printLatency(String name, double load) {
        System.out.printf(
                Locale.ROOT,
                "bench: %-28s %5.0f%% %,10.0f %8.2f %8.2f%n",
                name,
                100 * load,
                latencies.get(name).get(load).get(0).perSecond(),
                p50(name, load),
                p99(name, load));
    }

    private void printRatios() {
        for (Route route : Route.values()) {
            if (!route.path().equals(route.floor())) {
                ratio(
                        String.format(Locale.ROOT, "%s to %s, requests/s", route.path(), route.floor()),
                        route.path(),
                        route.floor());
            }
        }
        ratio("/verify to MGET of Redis", "/verify", Floors.MGET);
        ratio("/user/details to find by id", "/user/details", Floors.FIND);
        ratio("/verify with 10,000 denied to none", denied(10_000), denied(0));
        ratio("/verify with 1,000,000 denied to none", denied(1_000_000), denied(0));
        ratio("/verify on two replicas to one", replicas(2), replicas(1));
        ratio("/user/details of 100,000 users to 1,000", users(100_000), users(1_000));
        for (String guarded : List.of("/verify", "/user/details")) {
            results.put(
                    String.format(Locale.ROOT, "p99 at half the peak, %s to /", guarded),
                    round(p99(guarded, HALF) / p99("/", HALF)));
        }
    }

    private void ratio(String what, String name, String floor) {
        results.put(what, round(perSecond(name) / perSecond(floor)));
    }

    private void write() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("requestsPerSecond", perSecond);
        all.put("cpuSecondsPerThousand", cpu);
        all.put("latencies", latencies);
        all.put("results", results);
        all.put("failures", failures);
        try {
            Files.createDirectories(FOLDER);
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(FOLDER.resolve("service.json").toFile(), all);
            Files.writeString(FOLDER.resolve("service.svg"), plot());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String plot() {
        Plot plot = new Plot("p99 at a constant rate", "requests/s", "ms");
        latencies.forEach((name, loads) -> {
            List<double[]> points = new ArrayList<>();
            loads.forEach((load, runs) -> points.add(new double[] {runs.get(0).perSecond(), p99(name, load)}));
            plot.line(name, points);
        });
        return plot.svg();
    }

    private double cpuOf(String name) {
        return Median.of(cpu.getOrDefault(name, List.of(Double.NaN)));
    }

    private double p50(String name, double load) {
        return Median.of(latencies.get(name).get(load).stream()
                .map(SteadyLoad.Latencies::p50)
                .toList());
    }

    private double p99(String name, double load) {
        return Median.of(latencies.get(name).get(load).stream()
                .map(SteadyLoad.Latencies::p99)
                .toList());
    }

    private static void add(Map<String, List<Double>> all, String name, double value) {
        all.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    private static double round(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
