package dev.latchkey.signin;

import dev.latchkey.account.PlainText;
import dev.latchkey.account.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** The body of a login. A password is not judged, only compared: it may be older than the rules for new ones. */
@RegisterForReflection
public record LoginRequest(
        @NotBlank @Size(max = User.MAX_EMAIL) @Pattern(regexp = PlainText.REGEXP, message = PlainText.MESSAGE)
        String email,

        @NotEmpty String password) {

    /** Keeps the password out of logs and messages. */
    @Override
    public String toString() {
        return "LoginRequest[email and password not shown]";
    }
}
