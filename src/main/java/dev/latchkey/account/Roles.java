package dev.latchkey.account;

import java.util.regex.Pattern;

/** What roles are like: fit for a header, a list with commas and a query. */
public final class Roles {
    /** How many a user may have: they are told in each access token. */
    public static final int MOST = 32;

    /** The form of one. */
    public static final String FORM = "[A-Za-z0-9][A-Za-z0-9:._-]{0,63}";

    private static final Pattern PATTERN = Pattern.compile(FORM);

    private Roles() {}

    static boolean isRole(String text) {
        return PATTERN.matcher(text).matches();
    }
}
