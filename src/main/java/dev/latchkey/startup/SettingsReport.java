package dev.latchkey.startup;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Warns of unsafe settings at the start, and ends it if others are in use than those that were checked. */
@Singleton
@IfBuildProfile("prod")
public final class SettingsReport {
    private static final Logger LOG = Logger.getLogger("latchkey.settings");

    private final Config config;

    public SettingsReport(Config config) {
        this.config = config;
    }

    void report(@Observes StartupEvent start) {
        Environment environment = Environment.ofThisProcess();
        unchecked(environment).ifPresent(SettingsReport::end);
        new UnsafeSettings(environment).warnings().forEach(LOG::warn);
    }

    /** A file, such as {@code .env}, may set them, too: that was not checked. */
    private Optional<String> unchecked(Environment environment) {
        return new MappedSettings()
                .variables().stream()
                        .filter(name -> !Objects.equals(
                                environment.value(name).orElse(null),
                                config.getConfigValue(name).getValue()))
                        .findFirst()
                        .map(name -> Environment.fault(name, "is set in a file", "set it in the environment alone"));
    }

    private static void end(String fault) {
        System.err.println(fault);
        Runtime.getRuntime().halt(Main.EX_CONFIG);
    }
}
