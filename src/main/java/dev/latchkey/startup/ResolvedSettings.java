package dev.latchkey.startup;

import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What a production start demands of its configuration, once Quarkus has put it together: that what is in use is what
 * was checked, which is the environment and {@code application.properties} as it was built.
 */
final class ResolvedSettings {
    private static final List<String> PROFILES = List.of("prod");

    /** How SmallRye Config names a source from outside the package; inside it is {@code jar:}, {@code cached:} and so on. */
    private static final Pattern FILE = Pattern.compile("[^\\[]*\\[source=(file|https?):.*");

    private final SmallRyeConfig config;
    private final MappedSettings mapped = MappedSettings.OF_THE_BUILD;

    ResolvedSettings(SmallRyeConfig config) {
        this.config = config;
    }

    /** The first thing that is wrong; empty if the service may go on. */
    Optional<String> fault() {
        return otherProfile().or(() -> readsAFile() ? setInAFile() : Optional.empty());
    }

    /** It has other values, of its own names too, than those that were checked. */
    private Optional<String> otherProfile() {
        return config.getProfiles().equals(PROFILES)
                ? Optional.empty()
                : Optional.of(Environment.fault("QUARKUS_PROFILE", "names another profile than prod", "leave it out"));
    }

    /** Seldom: else thousands of names would be looked at, at each start. */
    private boolean readsAFile() {
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .anyMatch(source -> isFile(source.getName()));
    }

    /** Such as {@code .env} or {@code config/application.properties}. */
    private Optional<String> setInAFile() {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(mapped::affects)
                .filter(this::isOfAFile)
                .sorted()
                .findFirst()
                .map(name -> Environment.fault(name, "is set in a file", remedy(name)));
    }

    private boolean isOfAFile(String name) {
        return isFile(config.getConfigValue(name).getSourceName());
    }

    private static boolean isFile(String source) {
        return source != null && FILE.matcher(source).matches();
    }

    private String remedy(String name) {
        return mapped.variables().contains(name)
                ? "set it in the environment alone"
                : mapped.bypassedBy(name)
                        .map(variable -> "set " + variable + " in the environment instead")
                        .orElse("leave it out");
    }
}
