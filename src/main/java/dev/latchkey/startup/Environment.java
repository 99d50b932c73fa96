package dev.latchkey.startup;

import com.mongodb.MongoException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The settings as they stand in the environment, or as system properties of the same name, which come first; and how
 * their faults are told: in one line, and without any value.
 */
record Environment(Map<String, String> variables) {

    /** What this process was started with. */
    static Environment ofThisProcess() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        for (String name : new MappedSettings().variables()) {
            String property = System.getProperty(name);
            if (property != null) {
                variables.put(name, property);
            }
        }
        return new Environment(variables);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** In the order of the alphabet. */
    Stream<String> names() {
        return variables.keySet().stream().sorted();
    }

    Optional<String> required(String name, String remedy) {
        boolean set = value(name).filter(value -> !value.isBlank()).isPresent();
        return set ? Optional.empty() : fault(name, "is not set", remedy);
    }

    /** What is not set is fit: it has a default, or {@link #required} tells. */
    Optional<String> unfit(String name, Predicate<String> isFit, String what, String remedy) {
        return value(name).filter(value -> !passes(value, isFit)).flatMap(value -> fault(name, what, remedy));
    }

    private static boolean passes(String value, Predicate<String> isFit) {
        try {
            return isFit.test(value);
        } catch (IllegalArgumentException | ArithmeticException | MongoException e) {
            return false;
        }
    }

    static Predicate<String> readBy(Function<String, ?> reader) {
        return value -> reader.apply(value) != null;
    }

    static Optional<String> fault(String name, String what, String remedy) {
        return Optional.of("Latchkey can't start: " + name + " " + what + "; " + remedy);
    }
}
