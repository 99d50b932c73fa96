package dev.latchkey.k8s;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The alerts and the dashboard ask for metrics that there are, and each alert has its runbook. */
class MonitoringTest {
    private static final Path RULES = Path.of("k8s", "monitoring", "rules.yaml");
    private static final Path DASHBOARD = Path.of("k8s", "monitoring", "dashboard.json");
    private static final Path OPERATIONS = Path.of("docs", "operations.md");

    private static final Set<String> KNOWN = Stream.of(
                    ExpectedMetrics.OF_THE_SERVICE.keySet(),
                    ExpectedMetrics.OF_QUARKUS,
                    ExpectedMetrics.OF_THE_JVM,
                    ExpectedMetrics.OF_OTHERS)
            .flatMap(Set::stream)
            .collect(toSet());

    private final AlertRules rules = AlertRules.read(RULES);

    @Nested
    class Alerts {

        @Test
        void askForMetricsThatThereAre() {
            assertKnown(alertExpressions());
        }

        @Test
        void haveEachARunbookInOperations() {
            Set<String> anchors = Documentation.anchors(OPERATIONS);
            rules.alerts().forEach(rule -> {
                String own = "docs/operations.md#" + rule.alert().toLowerCase(Locale.ROOT);
                assertEquals(own, rule.annotations().get("runbook"), rule.alert());
                assertTrue(anchors.contains(rule.alert().toLowerCase(Locale.ROOT)), rule.alert() + " has no heading");
            });
        }

        /** A heading whose alert is gone would be looked after for nothing. */
        @Test
        void areAllThatTheRunbookHas() {
            Set<String> headings = Documentation.text(OPERATIONS)
                    .lines()
                    .filter(line -> line.startsWith("### Latchkey"))
                    .map(line -> line.substring("### ".length()))
                    .collect(toCollection(TreeSet::new));
            assertEquals(rules.alerts().map(AlertRules.Rule::alert).collect(toCollection(TreeSet::new)), headings);
        }

        @Test
        void sayWhatHappensAndHowBadItIs() {
            rules.alerts().forEach(rule -> {
                assertEquals(
                        Set.of("summary", "description", "runbook"),
                        rule.annotations().keySet(),
                        rule.alert());
                assertTrue(Set.of("critical", "warning").contains(rule.labels().get("severity")), rule.alert());
            });
        }
    }

    @Nested
    class Dashboard {

        @Test
        void asksForMetricsThatThereAre() {
            assertKnown(dashboardExpressions());
        }

        /** A figure that nobody sees need not be counted. */
        @Test
        void showsEveryMetricOfTheService() {
            Set<String> shown = dashboardExpressions().stream()
                    .flatMap(expression -> expression.metrics().stream())
                    .collect(toSet());
            assertEquals(
                    Set.of(),
                    ExpectedMetrics.OF_THE_SERVICE.keySet().stream()
                            .filter(metric -> !shown.contains(metric))
                            .collect(toSet()));
        }
    }

    @Nested
    class Names {

        @Test
        void areFoundInAnExpression() {
            var expression = new Expression(
                    "(sum by (le, b) (rate(a_total{x=\"y\", z=~\"5..\"}[5m])) or vector(0)) / on (pod) c:d > 1e3 and e");
            assertEquals(Set.of("a_total", "c:d", "e"), expression.metrics());
            assertEquals(
                    List.of(
                            new Expression.Condition("a_total", "x", "=", "y"),
                            new Expression.Condition("a_total", "z", "=~", "5..")),
                    expression.conditions());
        }
    }

    private List<Expression> alertExpressions() {
        return rules.alerts().map(rule -> new Expression(rule.expr())).toList();
    }

    private static List<Expression> dashboardExpressions() {
        List<Expression> expressions = dashboard().findValuesAsText("expr").stream()
                .map(Expression::new)
                .toList();
        assertTrue(expressions.size() > 20, "the dashboard has its expressions elsewhere");
        return expressions;
    }

    private static void assertKnown(List<Expression> expressions) {
        for (Expression expression : expressions) {
            assertTrue(!expression.metrics().isEmpty(), expression::text);
            for (String metric : expression.metrics()) {
                assertTrue(KNOWN.contains(metric), () -> metric + " is no metric: " + expression.text());
            }
            for (Expression.Condition condition : expression.conditions()) {
                assertKnown(condition);
            }
        }
    }

    private static void assertKnown(Expression.Condition condition) {
        Map<String, Set<String>> labels = ExpectedMetrics.OF_THE_SERVICE.get(condition.metric());
        if (labels != null && !condition.label().equals("job")) {
            assertTrue(labels.containsKey(condition.label()), condition::toString);
            assertTrue(labels.get(condition.label()).contains(condition.value()), condition::toString);
        }
    }

    private static JsonNode dashboard() {
        try {
            return new ObjectMapper().readTree(DASHBOARD.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
