package dev.latchkey.profile;

import dev.latchkey.account.MailProof;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The body that shows that an email is the user's.
 *
 * @param password in place of an access token
 */
@RegisterForReflection
public record VerificationConfirmed(String token, String flow, String code, String password) {

    MailProof proof() {
        return new MailProof(token, flow, code);
    }

    /** Keeps password and secrets out of logs and messages. */
    @Override
    public String toString() {
        return "VerificationConfirmed[not shown]";
    }
}
