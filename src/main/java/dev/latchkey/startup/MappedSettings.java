package dev.latchkey.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which environment variables there are to set, and which of them each property of the service comes from. */
final class MappedSettings {
    private static final String FILE = "/application.properties";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");
    private static final Pattern PROFILE = Pattern.compile("^(%[a-z,]+\\.|_PROD_)");

    /** Spelt as an environment variable; empty for a property that is not meant to be set. */
    private final Map<String, Optional<String>> variableOf = new TreeMap<>();

    MappedSettings() {
        Properties mapping = new Properties();
        try (InputStream file = MappedSettings.class.getResourceAsStream(FILE)) {
            mapping.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mapping.stringPropertyNames().forEach(property -> {
            Matcher variable = VARIABLE.matcher(mapping.getProperty(property));
            Optional<String> name = variable.find() ? Optional.of(variable.group(1)) : Optional.empty();
            variableOf.merge(spelt(property), name, (one, other) -> one.or(() -> other));
        });
    }

    /** The names of all variables, in the order of the alphabet. */
    Set<String> variables() {
        Set<String> variables = new TreeSet<>();
        variableOf.values().forEach(variable -> variable.ifPresent(variables::add));
        return variables;
    }

    /** The variable to set in place of one that would go round it, and so round the check of its value. */
    Optional<String> bypassedBy(String variable) {
        String spelt = spelt(variable);
        if (variables().contains(spelt)) {
            return Optional.of(spelt).filter(name -> !name.equals(variable));
        }
        return variableOf.getOrDefault(spelt, Optional.empty());
    }

    /** Whether it sets a property that is not meant to be set. */
    boolean isFixed(String variable) {
        return variableOf.containsKey(spelt(variable))
                && !variables().contains(variable)
                && bypassedBy(variable).isEmpty();
    }

    private static String spelt(String property) {
        return PROFILE.matcher(property)
                .replaceFirst("")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }
}
