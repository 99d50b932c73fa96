package dev.latchkey.profile;

import dev.latchkey.account.MailProof;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The body that puts another email in the place of the old one. */
@RegisterForReflection
public record EmailChangeConfirmed(String token, String flow, String code) {

    MailProof proof() {
        return new MailProof(token, flow, code);
    }

    /** Keeps the secrets out of logs and messages. */
    @Override
    public String toString() {
        return "EmailChangeConfirmed[not shown]";
    }
}
