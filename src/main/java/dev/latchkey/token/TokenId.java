package dev.latchkey.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Identifiers of 128 bits as 22 characters of base64url, whose first 32 bits are a number. A session id ({@code sid})
 * begins with the second of its creation, the rest is random. A token id ({@code jti}) begins with the session's
 * generation, the rest is a hash of it and the session, so that every replica derives the same pair. So a token alone
 * tells all that its rotation needs to know about its session, and none has to be read first.
 */
public final class TokenId {
    private static final int BYTES = 16;
    private static final int NUMBER_BYTES = Integer.BYTES;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private TokenId() {}

    /** The id of a session that begins now. The generator is local: a native image must never carry a seeded one. */
    public static String newSessionId(Instant now) {
        byte[] random = new byte[BYTES - NUMBER_BYTES];
        new SecureRandom().nextBytes(random);
        return encode((int) now.getEpochSecond(), random);
    }

    /** When the session with this id began, in whole seconds; good until the year 2106. */
    public static Instant createdAt(String sessionId) {
        return Instant.ofEpochSecond(Integer.toUnsignedLong(number(sessionId)));
    }

    /** The {@code jti} of one of the two tokens of a session's generation. */
    public static String of(String sessionId, int generation, TokenType type) {
        String seed = sessionId + '.' + generation + '.' + type.headerType();
        return encode(generation, sha256().digest(seed.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The generation of the session that a token with this {@code jti} belongs to. */
    public static int generation(String tokenId) {
        return number(tokenId);
    }

    private static String encode(int number, byte[] rest) {
        ByteBuffer id = ByteBuffer.allocate(BYTES).putInt(number);
        return BASE64.encodeToString(id.put(rest, 0, id.remaining()).array());
    }

    private static int number(String id) {
        return ByteBuffer.wrap(Base64.getUrlDecoder().decode(id)).getInt();
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
