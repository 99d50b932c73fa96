package dev.latchkey.mail;

import java.time.Duration;
import java.util.Locale;

/** What a mail is about. */
public enum MailKind {
    /** To an address that somebody has registered with: is it theirs? */
    VERIFICATION(Duration.ofHours(24)),
    /** To whoever forgot the password. */
    RECOVERY(Duration.ofHours(1)),
    /** To the address that a user wants to have from now on: is it theirs? */
    EMAIL_CHANGE(Duration.ofHours(1)),
    /** A notice to the address as it is, with a way back: another one was asked for. */
    EMAIL_CHANGE_REQUESTED(Duration.ofDays(7)),
    /** A notice to the address as it was, with a way back: another one has taken its place. */
    EMAIL_CHANGED(Duration.ofDays(7)),
    /** A notice: the password was changed by somebody who is signed in. */
    PASSWORD_CHANGED(Duration.ZERO),
    /** A notice: the password was set anew by mail. */
    PASSWORD_RESET(Duration.ZERO),
    /** A notice: the account is gone. */
    USER_DELETED(Duration.ZERO);

    private final Duration lifetime;

    MailKind(Duration lifetime) {
        this.lifetime = lifetime;
    }

    /** How long its link and its code hold from the request on, as the mail says; zero in a notice without them. */
    public Duration lifetime() {
        return lifetime;
    }

    /** Whether it leads somewhere. */
    boolean hasLink() {
        return !lifetime.isZero();
    }

    /** The kind in logs, metrics and names of files: {@code email_change}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
