package dev.latchkey.signin.recovery;

import dev.latchkey.account.PlainText;
import dev.latchkey.account.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;

/**
 * The body of a request for recovery.
 *
 * @param locale a language tag (RFC 5646) for the mail, should the user have chosen none; may be missing
 */
@RegisterForReflection
public record RecoveryAsked(
        @NotBlank @Size(max = User.MAX_EMAIL) @Pattern(regexp = PlainText.REGEXP, message = PlainText.MESSAGE)
        String email,

        @Size(max = PlainText.MAX_LOCALE) @Pattern(regexp = PlainText.LOCALE_REGEXP, message = PlainText.LOCALE_MESSAGE)
        String locale) {

    /** The locale in its canonical case; null if there is none. */
    String canonicalLocale() {
        return locale == null ? null : Locale.forLanguageTag(locale).toLanguageTag();
    }

    /** Keeps the email out of logs and messages. */
    @Override
    public String toString() {
        return "RecoveryAsked[email not shown]";
    }
}
