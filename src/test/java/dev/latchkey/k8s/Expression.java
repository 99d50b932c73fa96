package dev.latchkey.k8s;

import static java.util.stream.Collectors.toCollection;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An expression of PromQL, as far as the names in it go. */
record Expression(String text) {
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

    /** Strings, ranges, selectors, and the labels of groupings: where no name of a metric can be. */
    private static final String NO_METRIC =
            "\"[^\"]*\"|\\[[^]]*]|\\{[^}]*}|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)";

    private static final Pattern NAME = Pattern.compile("(?<![\\w:.])[a-zA-Z_:][a-zA-Z0-9_:]*+(?!\\s*\\()");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");

    /** A condition on a label within the braces after a metric. */
    record Condition(String metric, String label, String operator, String value) {}

    Set<String> metrics() {
        return NAME.matcher(text.replaceAll(NO_METRIC, " "))
                .results()
                .map(found -> found.group())
                .filter(name -> !OPERATORS.contains(name))
                .collect(toCollection(TreeSet::new));
    }

    List<Condition> conditions() {
        return SELECTOR.matcher(text)
                .results()
                .flatMap(selector -> conditions(selector.group(1), selector.group(2)))
                .toList();
    }

    private static Stream<Condition> conditions(String metric, String selector) {
        return MATCHER.matcher(selector)
                .results()
                .map(found -> new Condition(metric, found.group(1), found.group(2), found.group(3)));
    }
}
