package dev.latchkey.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** Whether users have to show that an email is theirs. */
@RegisterForReflection
public enum EmailVerification {
    /** Nobody is asked to. */
    OFF,
    /** Whoever registers is asked to, and is told apart by {@code email_verified}. */
    OPTIONAL,
    /** Nobody gets tokens before that. */
    REQUIRED;

    /** Reads a setting such as {@code required}; {@link IllegalArgumentException} if it is something else. */
    public static EmailVerification parse(CharSequence setting) {
        return valueOf(setting.toString().toUpperCase(Locale.ROOT));
    }
}
