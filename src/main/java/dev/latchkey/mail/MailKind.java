package dev.latchkey.mail;

import java.util.Locale;
import java.util.Optional;

/** What a mail is about. */
public enum MailKind {
    /** To an address that somebody has registered with: is it theirs? */
    VERIFICATION(Purpose.VERIFICATION),
    /** To whoever forgot the password. */
    RECOVERY(Purpose.RECOVERY),
    /** To the address that a user wants to have from now on: is it theirs? */
    EMAIL_CHANGE(Purpose.EMAIL_CHANGE),
    /** A notice to the address as it is, with a way back: another one was asked for. */
    EMAIL_CHANGE_REQUESTED(Purpose.EMAIL_UNDO),
    /** A notice to the address as it was, with a way back: another one has taken its place. */
    EMAIL_CHANGED(Purpose.EMAIL_UNDO),
    /** A notice: the password was changed by somebody who is signed in. */
    PASSWORD_CHANGED(null),
    /** A notice: the password was set anew by mail. */
    PASSWORD_RESET(null),
    /** A notice: the account is gone. */
    USER_DELETED(null);

    private final Purpose purpose;

    MailKind(Purpose purpose) {
        this.purpose = purpose;
    }

    /** What its link is for; empty in a notice without one. */
    public Optional<Purpose> purpose() {
        return Optional.ofNullable(purpose);
    }

    /** The kind in logs, metrics and names of files: {@code email_change}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
