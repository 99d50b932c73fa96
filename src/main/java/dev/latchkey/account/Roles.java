package dev.latchkey.account;

import java.util.List;
import java.util.regex.Pattern;

/** What roles are like: fit for a header, a list with commas and a query. */
public final class Roles {
    /** How many a user may have: they are told in each access token. */
    public static final int MOST = 32;

    /** How many characters they may have in all, with commas between them. */
    static final int MOST_CHARACTERS = 1024;

    /** The form of one. */
    public static final String FORM = "[A-Za-z0-9][A-Za-z0-9:._-]{0,63}";

    public static final String TOO_LONG = "must be no more than " + MOST_CHARACTERS + " characters in all";

    private static final Pattern PATTERN = Pattern.compile(FORM);

    private Roles() {}

    /** Whether a user may have all of these. */
    public static boolean fit(List<String> roles) {
        return roles.size() <= MOST && String.join(",", roles).length() <= MOST_CHARACTERS;
    }

    /** As many of them, from the first on, as a user may have. */
    static List<String> fitting(List<String> roles) {
        List<String> fitting = roles;
        while (!fit(fitting)) {
            fitting = fitting.subList(0, fitting.size() - 1);
        }
        return fitting;
    }

    static boolean isRole(String text) {
        return PATTERN.matcher(text).matches();
    }
}
