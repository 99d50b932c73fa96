package dev.latchkey.token;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;

/** The two kinds of token. Each has a key, a lifetime and a {@code typ} of its own (RFC 8725 section 3.11). */
public enum TokenType {
    ACCESS("at+jwt"),
    REFRESH("rt+jwt");

    private final JoseHeader header;
    private final String encodedHeader;

    TokenType(String headerType) {
        this.header = new JoseHeader(headerType, SignatureAlgorithm.HS256);
        this.encodedHeader = header.encoded();
    }

    /** The JOSE header that we issue. */
    JoseHeader header() {
        return header;
    }

    /** The same, as it stands in a token. */
    String encodedHeader() {
        return encodedHeader;
    }
}
