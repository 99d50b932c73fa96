package dev.latchkey.startup;

import java.util.Optional;

/**
 * What a production start demands of every setting: that its value is taken as it is, and under one name. What is not
 * ASCII depends on the locale that the service is started in, and of what can't be seen nobody knows that it is there.
 */
final class VerbatimSettings {
    private static final String REMEDY = "each of its characters counts, so leave those out";

    private final Environment environment;
    private final MappedSettings mapped = MappedSettings.OF_THE_BUILD;

    VerbatimSettings(Environment environment) {
        this.environment = environment;
    }

    /** The first thing that is wrong; empty if the service may start with these. */
    Optional<String> fault() {
        return environment
                .names()
                .flatMap(name -> notASetting(name).or(() -> notVerbatim(name)).stream())
                .findFirst();
    }

    /** A second name for a setting would set it unchecked; what has no name here would break a promise. */
    private Optional<String> notASetting(String name) {
        return mapped.bypassedBy(name)
                .map(variable -> "set " + variable + " instead")
                .or(() -> mapped.isFixed(name) ? Optional.of("leave it out") : Optional.empty())
                .map(remedy -> Environment.fault(name, "is not a setting of Latchkey", remedy));
    }

    private Optional<String> notVerbatim(String name) {
        if (!mapped.variables().contains(name) && !name.startsWith("QUARKUS_")) {
            return Optional.empty();
        }
        String value = environment.value(name).orElseThrow();
        if (isPadded(value)) {
            return Optional.of(Environment.fault(name, "begins or ends with a blank or a line break", REMEDY));
        }
        return isPrintableAscii(value)
                ? Optional.empty()
                : Optional.of(Environment.fault(name, "holds what is not printable ASCII", REMEDY));
    }

    private static boolean isPadded(String value) {
        return !value.isBlank() && !value.equals(value.strip());
    }

    private static boolean isPrintableAscii(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
