package dev.latchkey.account;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * The body of a registration. What a password must be like is for {@code PasswordPolicy} to say.
 *
 * @param id optional; becomes the user's id
 */
@RegisterForReflection
public record RegistrationRequest(
        @Pattern(regexp = "(?!0{24})[0-9a-fA-F]{24}", message = "must be 24 hex digits, and not all zero")
        String id,

        @NotBlank @Size(max = User.MAX_NAME) @Pattern(regexp = PlainText.REGEXP, message = PlainText.MESSAGE)
        String name,

        @NotBlank
        @Size(max = User.MAX_EMAIL)
        @Pattern(regexp = PlainText.EMAIL_REGEXP, message = "must be an email address")
        String email,

        @NotNull @Pattern(regexp = PlainText.REGEXP, message = PlainText.MESSAGE)
        String password) {

    /** Keeps the password out of logs and messages. */
    @Override
    public String toString() {
        return "RegistrationRequest[email and password not shown]";
    }
}
