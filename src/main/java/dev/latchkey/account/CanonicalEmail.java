package dev.latchkey.account;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The form in which emails are compared: NFKC, so that look-alike forms of the same characters are one; without case,
 * also where a letter becomes several as its case changes; and with the labels of a domain in Unicode. There is one
 * account for each canonical form, and the canonical form of a canonical form is the same.
 */
public final class CanonicalEmail {
    /** Of this form; a database in which it was another one is swept once more ({@link UserSweep}). */
    static final int FORM = 2;

    /** Characters; longer ones are none. Others than ours may have written them. */
    static final int MAX_LENGTH = 1024;

    private static final int MOST_ROUNDS = 8;
    private static final String ENCODED_LABEL = "xn--";
    private static final int FIRST_BEYOND_ASCII = 128;
    private static final int DOTLESS_I = 0x131;

    private CanonicalEmail() {}

    /** The canonical form of an email. */
    public static String of(String email) {
        return isPlain(email) ? email.toLowerCase(Locale.ROOT) : ofAnyForm(email);
    }

    /** ASCII in which nothing is encoded, as nearly all are: others of the same form differ from it in case at most. */
    private static boolean isPlain(String email) {
        for (int i = 0; i < email.length(); i++) {
            if (email.charAt(i) >= FIRST_BEYOND_ASCII) {
                return false;
            }
        }
        return !email.toLowerCase(Locale.ROOT).contains(ENCODED_LABEL);
    }

    private static String ofAnyForm(String email) {
        String form = email;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String next = withUnicodeDomain(withoutCase(form));
            if (next.equals(form)) {
                break;
            }
            form = next;
        }
        return form;
    }

    /** What it was before {@link #FORM} 2: users whom the sweep has not reached yet are found by this. */
    static String ofFirstForm(String email) {
        return Normalizer.normalize(email, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static String withoutCase(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKC).codePoints().forEach(c -> folded.append(withoutCase(c)));
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    /** By way of the upper case, since some letters share theirs; but for the dotless i, which is another letter than i. */
    private static String withoutCase(int codePoint) {
        String letter = Character.toString(codePoint);
        return codePoint == DOTLESS_I ? letter : lower(letter.toUpperCase(Locale.ROOT));
    }

    /** Each by itself: a sigma would look at what stands around it. */
    private static String lower(String text) {
        return text.codePoints()
                .mapToObj(codePoint -> Character.toString(codePoint).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** RFC 5890 section 2.3.2.1: {@code xn--mnchen-3ya.example} is {@code münchen.example}. */
    private static String withUnicodeDomain(String email) {
        int at = email.lastIndexOf('@') + 1;
        String domain = email.substring(at).replace('\u3002', '.');
        return email.substring(0, at)
                + Arrays.stream(domain.split("[.]", -1))
                        .map(CanonicalEmail::inUnicode)
                        .collect(Collectors.joining("."));
    }

    private static String inUnicode(String label) {
        if (!label.startsWith(ENCODED_LABEL)) {
            return label;
        }
        return Punycode.decode(label.substring(ENCODED_LABEL.length()))
                .filter(decoded -> decoded.chars().anyMatch(c -> c >= FIRST_BEYOND_ASCII))
                .filter(decoded -> decoded.chars().noneMatch(c -> c == '@' || c == '.'))
                .orElse(label);
    }
}
