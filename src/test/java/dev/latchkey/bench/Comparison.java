package dev.latchkey.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of several candidates, side by side: medians, and their ratios to their floors. */
final class Comparison {
    private final Map<String, Map<String, List<Double>>> rows = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> failures = new LinkedHashMap<>();

    void add(String figure, Candidate candidate, double value) {
        rows.computeIfAbsent(figure, any -> new LinkedHashMap<>())
                .computeIfAbsent(candidate.name(), any -> new ArrayList<>())
                .add(value);
    }

    /** Answers that were no 2xx, in warm-ups, too. */
    void addFailures(Route route, Candidate candidate, long number) {
        failures.computeIfAbsent(route.path(), any -> new LinkedHashMap<>()).merge(candidate.name(), number, Long::sum);
    }

    /** The median; NaN if it was not measured. */
    double figure(String figure, Candidate candidate) {
        return Median.of(rows.getOrDefault(figure, Map.of()).getOrDefault(candidate.name(), List.of(Double.NaN)));
    }

    void print(List<Candidate> candidates) {
        print("", candidates.stream().map(Candidate::name).toList());
        for (String figure : rows.keySet()) {
            print(
                    figure,
                    candidates.stream().map(each -> text(figure(figure, each))).toList());
        }
        failures.forEach((route, numbers) -> print(
                route + ", answers that were not 2xx",
                candidates.stream()
                        .map(each -> numbers.containsKey(each.name()) ? Long.toString(numbers.get(each.name())) : "-")
                        .toList()));
    }

    private static String text(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }

    private static void print(String name, List<String> cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "bench: %-44s", name));
        cells.forEach(cell -> line.append(String.format(Locale.ROOT, "%15s", cell)));
        System.out.println(line);
    }
}
