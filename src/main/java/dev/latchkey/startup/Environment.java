package dev.latchkey.startup;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The settings as they stand in the environment, or as system properties of the same name, which come first; and how
 * their faults are told: in one line, and without any value.
 */
record Environment(Map<String, String> variables) {

    /** The integration tests of Quarkus start the service with it. A port that is wrong ends a start by itself. */
    private static final String PORT_OF_TESTS = "quarkus.http.port";

    /** What this process was started with. */
    static Environment ofThisProcess() {
        return of(System.getenv(), System.getProperties());
    }

    /** Of the system properties, those that set anything which the environment sets otherwise. */
    static Environment of(Map<String, String> environment, Properties properties) {
        MappedSettings mapped = MappedSettings.OF_THE_BUILD;
        Map<String, String> variables = new HashMap<>(environment);
        properties.stringPropertyNames().stream()
                .filter(mapped::affects)
                .filter(name -> !name.equals(PORT_OF_TESTS))
                .forEach(name -> variables.put(name, properties.getProperty(name)));
        return new Environment(variables);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** In the order of the alphabet. */
    Stream<String> names() {
        return variables.keySet().stream().sorted();
    }

    static String fault(String name, String what, String remedy) {
        return "Latchkey can't start: " + name + " " + what + "; " + remedy;
    }

    /** Keeps the values, some of which are secrets, out of logs and messages. */
    @Override
    public String toString() {
        return "Environment[not shown]";
    }
}
