package dev.latchkey.startup;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Warns of unsafe settings at the start, and ends it if others are in use than those that were checked. */
@Singleton
@IfBuildProfile("prod")
public final class SettingsReport {
    private static final Logger LOG = Logger.getLogger("latchkey.settings");
    private static final int BEFORE_ALL_ELSE = Interceptor.Priority.PLATFORM_BEFORE;

    private final SmallRyeConfig config;

    public SettingsReport(Config config) {
        this.config = config.unwrap(SmallRyeConfig.class);
    }

    void report(@Observes @Priority(BEFORE_ALL_ELSE) StartupEvent start) {
        new ResolvedSettings(config).fault().ifPresent(SettingsReport::end);
        new UnsafeSettings(Environment.ofThisProcess()).warnings().forEach(LOG::warn);
    }

    private static void end(String fault) {
        System.err.println(fault);
        Runtime.getRuntime().halt(Main.EX_CONFIG);
    }
}
