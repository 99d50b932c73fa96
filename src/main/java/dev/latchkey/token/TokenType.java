package dev.latchkey.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The two kinds of token. Each has a key, a lifetime and a {@code typ} of its own (RFC 8725 section 3.11). */
public enum TokenType {
    ACCESS("at+jwt"),
    REFRESH("rt+jwt");

    /** The {@code alg} of both. */
    static final String ALGORITHM = "HS256";

    private final String headerType;
    private final String header;

    TokenType(String headerType) {
        this.headerType = headerType;
        String json = "{\"typ\":\"" + headerType + "\",\"alg\":\"HS256\"}";
        this.header = Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.US_ASCII));
    }

    /** The value of the JOSE header's {@code typ}. */
    String headerType() {
        return headerType;
    }

    /** The JOSE header as we issue it, encoded. */
    String header() {
        return header;
    }
}
