package dev.latchkey.profile;

import dev.latchkey.account.PlainText;
import dev.latchkey.account.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** The body that asks for another email. */
@RegisterForReflection
public record EmailChangeRequest(
        @NotBlank
        @Size(max = User.MAX_EMAIL)
        @Pattern(regexp = PlainText.EMAIL_REGEXP, message = "must be an email address")
        String email,

        @NotEmpty String password) {

    /** Keeps the password out of logs and messages. */
    @Override
    public String toString() {
        return "EmailChangeRequest[email and password not shown]";
    }
}
