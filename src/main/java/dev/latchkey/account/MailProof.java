package dev.latchkey.account;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;

/**
 * What somebody gives who has got a mail: the token of its link, or its code with the flow that it belongs to.
 *
 * @param token null with a code
 * @param flow  null with a token
 * @param code  null with a token
 */
public record MailProof(String token, String flow, String code) {

    /** {@code invalid_request} unless it is one of both. */
    public MailProof {
        boolean hasCode = flow != null && code != null;
        if (hasCode == (token != null) || !hasCode && (flow != null || code != null)) {
            throw AuthException.invalidField(AuthError.INVALID_REQUEST, "token", "is required, or else flow and code");
        }
    }

    boolean isToken() {
        return token != null;
    }

    /** Keeps the secrets out of logs and messages. */
    @Override
    public String toString() {
        return "MailProof[not shown]";
    }
}
