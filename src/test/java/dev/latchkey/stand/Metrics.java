package dev.latchkey.stand;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a replica tells Prometheus: each series, such as {@code latchkey_logins_total{outcome="success"}}. */
public record Metrics(Map<String, Double> series) {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Reads Prometheus's text format. */
    public static Metrics parse(String text) {
        Map<String, Double> series = new LinkedHashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int value = line.lastIndexOf(' ');
            series.put(line.substring(0, value), Double.valueOf(line.substring(value + 1)));
        });
        return new Metrics(series);
    }

    /** The value of a series that must be there. */
    public double of(String name) {
        assertTrue(series.containsKey(name), () -> name + " is not there");
        return series.get(name);
    }

    /** The names of all series, without their labels. */
    public Set<String> names() {
        return series.keySet().stream()
                .map(name -> name.replaceFirst("\\{.*", ""))
                .collect(Collectors.toSet());
    }

    /** All values of all labels of our own series and those of requests. */
    public TreeSet<String> labelValues() {
        TreeSet<String> values = new TreeSet<>();
        for (String name : series.keySet()) {
            if (List.of("latchkey_", "http_").stream().anyMatch(name::startsWith)) {
                LABEL.matcher(name)
                        .results()
                        .map((MatchResult label) -> label.group(2))
                        .forEach(values::add);
            }
        }
        return values;
    }
}
