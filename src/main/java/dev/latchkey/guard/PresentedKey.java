package dev.latchkey.guard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as a service presents it: {@code Bearer <key>} (RFC 6750 section 2.1), or Basic with its name, both form-encoded
 * (RFC 6749 section 2.3.1).
 *
 * @param name whose key it is said to be; empty with Bearer
 */
record PresentedKey(Optional<String> name, String key) {
    private static final Pattern FORM = Pattern.compile("(?i)(Bearer|Basic) +([^\\s]+)");

    /** Empty if the header holds no key. */
    static Optional<PresentedKey> parse(String header) {
        Matcher form = FORM.matcher(header.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        return form.group(1).equalsIgnoreCase("Bearer")
                ? Optional.of(new PresentedKey(Optional.empty(), form.group(2)))
                : ofBasic(form.group(2));
    }

    private static Optional<PresentedKey> ofBasic(String credentials) {
        try {
            String[] parts = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8).split(":", -1);
            return parts.length == 2
                    ? Optional.of(new PresentedKey(Optional.of(decoded(parts[0])), decoded(parts[1])))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String decoded(String formEncoded) {
        return URLDecoder.decode(formEncoded, StandardCharsets.UTF_8);
    }

    /** Keeps the key out of logs and messages. */
    @Override
    public String toString() {
        return "PresentedKey[not shown]";
    }
}
