package dev.latchkey.account;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The form in which emails are compared: NFKC, so that look-alike forms of the same characters are one, then lower
 * case. There is one account for each canonical form.
 */
public final class CanonicalEmail {

    private CanonicalEmail() {}

    /** The canonical form of an email. */
    public static String of(String email) {
        return Normalizer.normalize(email, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
