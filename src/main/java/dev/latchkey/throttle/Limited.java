package dev.latchkey.throttle;

import dev.latchkey.settings.Limit;
import dev.latchkey.settings.Settings;
import java.util.Locale;
import java.util.function.Function;

/** What is throttled, what it is counted on, and the setting that limits it. */
public enum Limited {
    LOGIN_PER_ADDRESS(Settings.Throttle::loginPerAddress),
    LOGIN_PER_ACCOUNT(Settings.Throttle::loginPerAccount),
    SESSION_PER_ADDRESS(Settings.Throttle::sessionPerAddress),
    SESSION_PER_ACCOUNT(Settings.Throttle::sessionPerAccount),
    REGISTER_PER_ADDRESS(Settings.Throttle::registerPerAddress),
    REFRESH_PER_ADDRESS(Settings.Throttle::refreshPerAddress),
    MAIL_PER_ADDRESS(Settings.Throttle::mailPerAddress),
    MAIL_PER_RECIPIENT(Settings.Throttle::mailPerRecipient),
    CODE_PER_ACCOUNT(Settings.Throttle::codePerAccount);

    private final Function<Settings.Throttle, Limit> setting;

    Limited(Function<Settings.Throttle, Limit> setting) {
        this.setting = setting;
    }

    Limit limit(Settings.Throttle config) {
        return setting.apply(config);
    }

    /** The name in Redis and in the log, such as {@code login_per_address}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
