package dev.latchkey.session;

import dev.latchkey.account.PlainText;
import dev.latchkey.account.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** The body of a login. */
@RegisterForReflection
public record LoginRequest(
        @NotBlank @Size(max = User.MAX_EMAIL) @Pattern(regexp = PlainText.REGEXP, message = PlainText.MESSAGE)
        String email,

        @NotBlank @Pattern(regexp = PlainText.REGEXP, message = PlainText.MESSAGE)
        String password) {

    /** Keeps the password out of logs and messages. */
    @Override
    public String toString() {
        return "LoginRequest[email and password not shown]";
    }
}
