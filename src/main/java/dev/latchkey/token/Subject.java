package dev.latchkey.token;

import java.util.List;

/**
 * Whom a token is about, as tokens tell it.
 *
 * @param userId        24 hex digits
 * @param emailVerified whether the email was shown to be the user's
 * @param roles         what the user may do; empty if nothing is said of it
 * @param claims        a JSON object: what an application says of the user; null if nothing
 */
public record Subject(
        String userId, String email, String name, boolean emailVerified, List<String> roles, String claims) {

    /** A user without roles. */
    public Subject(String userId, String email, String name, boolean emailVerified) {
        this(userId, email, name, emailVerified, List.of(), null);
    }

    /** Keeps the email out of logs and messages. */
    @Override
    public String toString() {
        return "Subject[not shown]";
    }
}
