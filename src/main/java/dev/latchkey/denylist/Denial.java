package dev.latchkey.denylist;

import java.time.Instant;

/**
 * A token or a whole session to be denied.
 *
 * @param until when the last token it concerns expires by itself
 */
public record Denial(String key, Instant until) {

    public static Denial ofToken(String sessionId, String tokenId, Instant until) {
        return new Denial(Bucket.of(sessionId).tokenKey(tokenId), until);
    }

    public static Denial ofSession(String sessionId, Instant until) {
        return new Denial(Bucket.of(sessionId).sessionKey(sessionId), until);
    }
}
