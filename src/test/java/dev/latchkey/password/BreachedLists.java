package dev.latchkey.password;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Two of the lists that the filter was made of, for what they hold that is long enough to be set as a password. */
final class BreachedLists {

    private BreachedLists() {}

    /** The commonest first: the 100,000 commonest of ten million, as the library nbvcxz has them. */
    static List<String> commonest() throws IOException {
        return longEnough(BreachedLists.class.getResourceAsStream("/dictionaries/passwords.txt"));
    }

    /** The commonest first: Django's 20,000. */
    static List<String> djangos() throws IOException {
        return longEnough(
                new GZIPInputStream(BreachedLists.class.getResourceAsStream("django-common-passwords.txt.gz")));
    }

    private static List<String> longEnough(InputStream list) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(password -> password.length() >= PasswordPolicy.MIN_CHARACTERS)
                    .toList();
        }
    }
}
