package dev.latchkey.profile;

import dev.latchkey.account.PlainText;
import dev.latchkey.account.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;

/**
 * The body of a change of profile; what is missing, or null, stays as it is.
 *
 * @param locale a language tag (RFC 5646), such as {@code de} or {@code pt-BR}
 */
@RegisterForReflection
public record ProfileRequest(
        @Size(max = User.MAX_NAME)
        @Pattern(regexp = PlainText.REGEXP, message = PlainText.MESSAGE)
        @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
        String name,

        @Size(max = PlainText.MAX_LOCALE) @Pattern(regexp = PlainText.LOCALE_REGEXP, message = PlainText.LOCALE_MESSAGE)
        String locale) {

    /** The locale in its canonical case, as it is stored. */
    String canonicalLocale() {
        return locale == null ? null : Locale.forLanguageTag(locale).toLanguageTag();
    }
}
