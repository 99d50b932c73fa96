package dev.latchkey.mail;

import java.time.Duration;
import java.util.Locale;

/** What the token and the code of a mail are for, and how long they hold. */
public enum Purpose {
    VERIFICATION(1, Duration.ofHours(24)),
    RECOVERY(2, Duration.ofHours(1)),
    EMAIL_CHANGE(3, Duration.ofHours(1)),
    EMAIL_UNDO(4, Duration.ofDays(7));

    private final byte number;
    private final Duration lifetime;

    Purpose(int number, Duration lifetime) {
        this.number = (byte) number;
        this.lifetime = lifetime;
    }

    /** The purpose in names of rate limits: {@code email_change}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it can be told by a code, too: not what is to undo something days later. */
    boolean hasCode() {
        return this != EMAIL_UNDO;
    }

    /** As tokens carry it; never changes. */
    byte number() {
        return number;
    }

    /** From the moment at which it was asked for. */
    public Duration lifetime() {
        return lifetime;
    }
}
