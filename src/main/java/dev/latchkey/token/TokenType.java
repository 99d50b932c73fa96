package dev.latchkey.token;

/** The two kinds of token. Each has a key, a lifetime and a {@code typ} of its own (RFC 8725 section 3.11). */
public enum TokenType {
    ACCESS("at+jwt"),
    REFRESH("rt+jwt");

    private final String headerType;

    TokenType(String headerType) {
        this.headerType = headerType;
    }

    /** The value of the JOSE header's {@code typ}. */
    String headerType() {
        return headerType;
    }
}
