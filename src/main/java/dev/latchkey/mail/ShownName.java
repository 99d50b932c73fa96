package dev.latchkey.mail;

import java.util.regex.Pattern;

/**
 * The name of a user as mails show it. Anybody can register somebody else's address under any name, and mail programs make
 * links of whatever looks like one: addresses, names of hosts, numbers of telephones. So what is not plainly a name is left
 * out as a whole: what is left of a bad one would be no name, either.
 */
final class ShownName {
    private static final int MAX_LENGTH = 50;

    /** Letters with what belongs between them. A dot ends a word, so that {@code Dr. Ada} is one and a host is not. */
    private static final String LETTER = "\\p{L}\\p{M}*+";

    private static final String WORD = "(?:" + LETTER + "['’·-]?)+\\.?";
    private static final Pattern NAME = Pattern.compile(WORD + "(?:,? " + WORD + ")*");

    private ShownName() {}

    /** The name, or an empty text in its place. */
    static String of(String name) {
        return name != null && name.length() <= MAX_LENGTH && NAME.matcher(name).matches() ? name : "";
    }
}
