package dev.latchkey.mail;

import java.util.Locale;

/** What a mail is about. */
public enum MailKind {
    /** To an address that somebody has registered with: is it theirs? */
    VERIFICATION,
    /** To whoever forgot the password. */
    RECOVERY,
    /** To the address that a user wants to have from now on: is it theirs? */
    EMAIL_CHANGE,
    /** A notice to the address as it is, with a way back: another one was asked for. */
    EMAIL_CHANGE_REQUESTED,
    /** A notice to the address as it was, with a way back: another one has taken its place. */
    EMAIL_CHANGED,
    /** A notice: the password was changed by somebody who is signed in. */
    PASSWORD_CHANGED,
    /** A notice: the password was set anew by mail. */
    PASSWORD_RESET,
    /** A notice: the account is gone. */
    USER_DELETED;

    /** The kind in logs, metrics and names of files: {@code email_change}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
