package dev.latchkey.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Identifiers of 128 bits as 22 characters of base64url: session ids ({@code sid}), which are random, and token ids
 * ({@code jti}), which follow from the session and its generation, so that every replica derives the same pair.
 */
public final class TokenId {
    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private TokenId() {}

    /** A new session id. The generator is local, so that a native image never carries a seeded one. */
    public static String newSessionId() {
        byte[] id = new byte[BYTES];
        new SecureRandom().nextBytes(id);
        return BASE64.encodeToString(id);
    }

    /** The {@code jti} of one of the two tokens of a session's generation. */
    public static String of(String sessionId, int generation, TokenType type) {
        String seed = sessionId + '.' + generation + '.' + type.headerType();
        byte[] hash = sha256().digest(seed.getBytes(StandardCharsets.US_ASCII));
        return BASE64.encodeToString(Arrays.copyOf(hash, BYTES));
    }

    static boolean isWellFormed(String id) {
        return FORM.matcher(id).matches();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
