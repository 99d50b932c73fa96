package dev.latchkey.profile;

import dev.latchkey.account.MailProof;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The body by which whoever has a mailbox says that the account is not theirs. */
@RegisterForReflection
public record VerificationRejected(String token) {

    MailProof proof() {
        return new MailProof(token, null, null);
    }

    /** Keeps the secret out of logs and messages. */
    @Override
    public String toString() {
        return "VerificationRejected[not shown]";
    }
}
