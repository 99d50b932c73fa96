package dev.latchkey.token;

/**
 * Whom a token is about, as tokens tell it.
 *
 * @param userId        24 hex digits
 * @param emailVerified whether the email was shown to be the user's
 */
public record Subject(String userId, String email, String name, boolean emailVerified) {

    /** Keeps the email out of logs and messages. */
    @Override
    public String toString() {
        return "Subject[not shown]";
    }
}
