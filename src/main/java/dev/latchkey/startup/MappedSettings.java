package dev.latchkey.startup;

import static java.util.stream.Collectors.toCollection;

import dev.latchkey.settings.DeclaredSetting;
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

/** Which of the settings each property of the service comes from, by {@code application.properties}. */
final class MappedSettings {
    private static final String FILE = "/application.properties";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");
    private static final Pattern OTHER_PROPERTY = Pattern.compile("\\$\\{(latchkey\\.[a-z.-]+)}");
    private static final Pattern PROFILE = Pattern.compile("^(%[a-z,]+\\.|_PROD_)");
    private static final Pattern NOT_OF_PRODUCTION = Pattern.compile("^[%](dev|test)[,.].*");

    /** How the client that has no name may be called, too. */
    private static final Pattern DEFAULT_CLIENT = Pattern.compile("_{2,}DEFAULT_{2,}");

    /** One element of a list is taken in place of the whole: {@code words[0]}. */
    private static final Pattern INDEX = Pattern.compile("_[0-9]+_$");

    private static final String OWN = "LATCHKEY_";

    /** Beginnings of properties that Quarkus takes in place of a setting, or against it; {@link #FILE} has none of them. */
    private static final Map<String, String> REPLACEMENTS = Map.of(
            "QUARKUS_REDIS_HOSTS", "REDIS_HOST",
            "QUARKUS_REDIS_TLS_TRUST", "STORES_CA_FILE",
            "QUARKUS_MONGODB_HOSTS", "DATABASE_URL",
            "QUARKUS_MONGODB_DATABASE", "DATABASE_URL",
            "QUARKUS_MONGODB_CREDENTIALS", "DATABASE_URL",
            "QUARKUS_MONGODB_TLS", "DATABASE_URL",
            "QUARKUS_HTTP_PROXY", "TRUSTED_PROXIES",
            "QUARKUS_HTTP_CORS", "CORS_ORIGINS",
            "QUARKUS_OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT");

    /** Read once; in a binary, when it is built. */
    static final MappedSettings OF_THE_BUILD = new MappedSettings();

    private final Properties mapping = new Properties();

    private final Set<String> variables =
            DeclaredSetting.all().stream().map(DeclaredSetting::name).collect(toCollection(TreeSet::new));

    /** Spelt as an environment variable; empty for a property that is not meant to be set. */
    private final Map<String, Optional<String>> variableOf = new TreeMap<>();

    private final Map<String, String> defaults = new TreeMap<>();

    private MappedSettings() {
        try (InputStream file = MappedSettings.class.getResourceAsStream(FILE)) {
            mapping.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mapping.stringPropertyNames().stream()
                .filter(property -> !NOT_OF_PRODUCTION.matcher(property).matches())
                .forEach(this::read);
    }

    private void read(String property) {
        String value = mapping.getProperty(property);
        variableOf.merge(spelt(property), variableIn(value), (one, other) -> one.or(() -> other));
        Matcher variable = VARIABLE.matcher(value);
        if (variable.find() && variable.group(2) != null) {
            defaults.put(variable.group(1), variable.group(2));
        }
    }

    /** Also by way of a property that comes from one. */
    private Optional<String> variableIn(String value) {
        Matcher variable = VARIABLE.matcher(value);
        if (variable.find()) {
            return Optional.of(variable.group(1));
        }
        Matcher other = OTHER_PROPERTY.matcher(value);
        return other.find() ? variableOfProperty(other.group(1)) : Optional.empty();
    }

    private Optional<String> variableOfProperty(String property) {
        return mapping.stringPropertyNames().stream()
                .filter(name -> withoutProfile(name).equals(property))
                .map(mapping::getProperty)
                .flatMap(value -> variableIn(value).stream())
                .findFirst();
    }

    /** The names of all variables, in the order of the alphabet. */
    Set<String> variables() {
        return variables;
    }

    /** What production goes by if the variable is not set; empty if it has to be. */
    String defaultOf(String variable) {
        return defaults.getOrDefault(variable, "");
    }

    /** Whether the service goes by it: a setting, a property, or what replaces one; in any profile. */
    boolean affects(String name) {
        return variables.contains(withoutProfile(name))
                || variableOf.containsKey(spelt(name))
                || replacedBy(spelt(name)).isPresent();
    }

    /** The variable to set in place of one that would go round it, and so round the check of its value. */
    Optional<String> bypassedBy(String variable) {
        String spelt = spelt(variable);
        if (variables.contains(spelt)) {
            return Optional.of(spelt).filter(name -> !name.equals(variable));
        }
        return variableOf.getOrDefault(spelt, Optional.empty()).or(() -> replacedBy(spelt));
    }

    private static Optional<String> replacedBy(String spelt) {
        return REPLACEMENTS.keySet().stream()
                .filter(spelt::startsWith)
                .findFirst()
                .map(REPLACEMENTS::get);
    }

    /** Whether it sets a property of Quarkus that the service relies on as it is. */
    boolean isFixed(String variable) {
        return isNotMeantToBeSet(variable) && !spelt(variable).startsWith(OWN);
    }

    /** Whether it sets a property of the service that is there for tests and measurements. */
    boolean isForTests(String variable) {
        return isNotMeantToBeSet(variable) && spelt(variable).startsWith(OWN);
    }

    private boolean isNotMeantToBeSet(String variable) {
        return variableOf.containsKey(spelt(variable))
                && !variables.contains(variable)
                && bypassedBy(variable).isEmpty();
    }

    private static String withoutProfile(String name) {
        return PROFILE.matcher(name).replaceFirst("");
    }

    private static String spelt(String property) {
        String spelt = withoutProfile(property).replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return INDEX.matcher(DEFAULT_CLIENT.matcher(spelt).replaceFirst("_")).replaceFirst("");
    }
}
