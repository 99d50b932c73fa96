package dev.latchkey.throttle;

import dev.latchkey.settings.Limit;
import java.util.Locale;
import java.util.function.Function;

/** What is throttled, what it is counted on, and the setting that limits it. */
public enum Limited {
    LOGIN_PER_ADDRESS(ThrottleConfig::loginPerAddress),
    LOGIN_PER_ACCOUNT(ThrottleConfig::loginPerAccount),
    SESSION_PER_ADDRESS(ThrottleConfig::sessionPerAddress),
    SESSION_PER_ACCOUNT(ThrottleConfig::sessionPerAccount),
    REGISTER_PER_ADDRESS(ThrottleConfig::registerPerAddress),
    REFRESH_PER_ADDRESS(ThrottleConfig::refreshPerAddress);

    private final Function<ThrottleConfig, String> setting;

    Limited(Function<ThrottleConfig, String> setting) {
        this.setting = setting;
    }

    Limit limit(ThrottleConfig config) {
        return Limit.parse(setting.apply(config));
    }

    /** The name in Redis and in the log, such as {@code login_per_address}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
