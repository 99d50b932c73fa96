package dev.latchkey.profile;

import dev.latchkey.account.PlainText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** The body of a change of password. What the new one must be like is for {@code PasswordPolicy} to say. */
@RegisterForReflection
public record PasswordChangeRequest(
        @NotEmpty String currentPassword,

        @NotNull @Pattern(regexp = PlainText.REGEXP, message = PlainText.MESSAGE)
        String newPassword) {

    /** Keeps the passwords out of logs and messages. */
    @Override
    public String toString() {
        return "PasswordChangeRequest[passwords not shown]";
    }
}
