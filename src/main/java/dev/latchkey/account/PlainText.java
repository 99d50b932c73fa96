package dev.latchkey.account;

/** The forms of text that we take in. All are linear, and bounded in depth: they are tried on bodies that are too long, too. */
public final class PlainText {
    /**
     * No NUL (bcrypt takes {@code p} and {@code p\0} for the same password), no other control characters, and no half
     * of a surrogate pair, which has no form in UTF-8.
     */
    public static final String REGEXP = "[^\\p{Cc}\\p{Cs}]*";

    public static final String MESSAGE = "must not hold control characters";

    /**
     * Something, an at sign, and something with a dot inside; no white space, no second at sign, and no character that
     * can't be seen, such as a zero-width space, which would make two accounts of one and the same email to the eye. An
     * address is proven by sending mail to it, not by a pattern.
     */
    public static final String EMAIL_REGEXP =
            "[^\\s\\p{C}\\p{Z}@]+@[^\\s\\p{C}\\p{Z}@.]+" + "[.][^\\s\\p{C}\\p{Z}@]*[^\\s\\p{C}\\p{Z}@.]";

    /**
     * A language tag (RFC 5646), such as {@code de} or {@code pt-BR}; and its characters at most, which is as many parts. A
     * group without a bound is a call within a call for each part, until the stack is full.
     */
    public static final String LOCALE_REGEXP = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,16}";

    public static final String LOCALE_MESSAGE = "must be a language tag";
    public static final int MAX_LOCALE = 35;

    private PlainText() {}
}
