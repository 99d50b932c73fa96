package dev.latchkey.profile;

import dev.latchkey.account.MailProof;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The body that brings the old email back. */
@RegisterForReflection
public record EmailChangeUndone(String token) {

    MailProof proof() {
        return new MailProof(token, null, null);
    }

    /** Keeps the secret out of logs and messages. */
    @Override
    public String toString() {
        return "EmailChangeUndone[not shown]";
    }
}
