package dev.latchkey.signin.recovery;

import dev.latchkey.account.MailProof;
import dev.latchkey.account.PlainText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** The body that sets a password anew, with what came by mail. */
@RegisterForReflection
public record RecoveryConfirmed(
        String token,
        String flow,
        String code,

        @NotNull @Pattern(regexp = PlainText.REGEXP, message = PlainText.MESSAGE)
        String password) {

    MailProof proof() {
        return new MailProof(token, flow, code);
    }

    /** Keeps password and secrets out of logs and messages. */
    @Override
    public String toString() {
        return "RecoveryConfirmed[not shown]";
    }
}
