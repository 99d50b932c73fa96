package dev.latchkey.throttle;

import java.util.Locale;

/** What is throttled, and on what it is counted. */
public enum Limited {
    LOGIN_PER_ADDRESS,
    LOGIN_PER_ACCOUNT,
    REGISTER_PER_ADDRESS,
    REFRESH_PER_ADDRESS;

    /** The name in Redis and in the log, such as {@code login_per_address}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
