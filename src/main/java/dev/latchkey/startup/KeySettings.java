package dev.latchkey.startup;

import dev.latchkey.token.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a production start demands of the keys. Whoever has a key of one kind must not be able to make the other. */
final class KeySettings {
    private static final String PREVIOUS = "_PREVIOUS";
    private static final List<String> NAMES = List.of("JWT_ACCESS_KEY", "JWT_REFRESH_KEY");
    private static final String MAKE_A_KEY = "make one with: openssl rand -base64 48";

    private final Environment environment;

    KeySettings(Environment environment) {
        this.environment = environment;
    }

    /** The first thing that is wrong; empty if the service may start with these. */
    Optional<String> fault() {
        return Stream.of(
                        NAMES.stream().flatMap(name -> notSet(name).stream()),
                        NAMES.stream().flatMap(name -> unfit(name).stream()),
                        NAMES.stream().flatMap(name -> unfit(name + PREVIOUS).stream()),
                        equalKeys())
                .flatMap(Function.identity())
                .findFirst();
    }

    private Optional<String> notSet(String name) {
        return key(name).isPresent() ? Optional.empty() : Environment.fault(name, "is not set", MAKE_A_KEY);
    }

    private Optional<String> unfit(String name) {
        String key = key(name).orElse(null);
        if (key == null) {
            return Optional.empty();
        }
        if (isExample(key)) {
            return Environment.fault(name, "is an example value", MAKE_A_KEY);
        }
        if (key.getBytes(StandardCharsets.UTF_8).length < SigningKeys.MIN_BYTES) {
            return Environment.fault(name, "is shorter than " + SigningKeys.MIN_BYTES + " bytes", MAKE_A_KEY);
        }
        return Optional.empty();
    }

    private static boolean isExample(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return Stream.of("example", "change-me", "changeme", "dev-only").anyMatch(lower::contains);
    }

    private Stream<String> equalKeys() {
        List<String> accessKeys = List.of(NAMES.get(0), NAMES.get(0) + PREVIOUS);
        List<String> refreshKeys = List.of(NAMES.get(1), NAMES.get(1) + PREVIOUS);
        return refreshKeys.stream().flatMap(refresh -> accessKeys.stream()
                .filter(access -> key(access).isPresent() && key(access).equals(key(refresh)))
                .flatMap(access -> Environment.fault(refresh, "is equal to " + access, MAKE_A_KEY).stream()));
    }

    /** An empty variable is one that is not set. */
    private Optional<String> key(String name) {
        return environment.value(name).filter(key -> !key.isBlank());
    }
}
