package dev.latchkey.mail;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes and reads what proves that somebody has got a mail: the token of its link, and the code. Both follow from a
 * {@link MailClaim} by an HMAC, so the same mail can be made again on any replica, a dump of MongoDB opens nothing, and
 * garbage is known without asking it.
 */
@Singleton
public final class MailSecrets {
    /** Of a code; with at most a few wrong ones each quarter of an hour. */
    private static final int DIGITS = 8;

    private static final long CODES = 100_000_000;
    private static final byte VERSION = 1;
    private static final int USER_BYTES = 12;
    private static final int ID_BYTES = 16;
    private static final int ADDRESS_BYTES = 16;
    private static final int MAC_BYTES = 32;

    /** Of a flow, which opens nothing by itself. */
    private static final int SHORT_MAC_BYTES = 16;

    private static final int FLOW_BYTES = 2 + USER_BYTES + ID_BYTES;
    private static final int CLAIM_BYTES = FLOW_BYTES + Long.BYTES + ADDRESS_BYTES;
    private static final String NO_USER = "0".repeat(2 * USER_BYTES);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final HexFormat HEX = HexFormat.of();

    private final MailKeys keys;
    private final Clock clock;

    public MailSecrets(MailKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** A new id for a claim or a flow: 128 random bits. */
    public static String newId() {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        return BASE64.encodeToString(id);
    }

    /** An address as claims carry it. */
    public static String digestOf(String canonicalEmail) {
        byte[] digest = sha256().digest(canonicalEmail.getBytes(StandardCharsets.UTF_8));
        return HEX.formatHex(digest, 0, ADDRESS_BYTES);
    }

    /** The token of a mail's link. */
    public String token(MailClaim claim) {
        byte[] message = bytes(claim);
        return joined(message, keys.mac(MailKeys.Use.TOKEN, message));
    }

    /** What a token says; empty unless it is one of ours for this purpose, and has not expired. */
    public Optional<MailClaim> read(String token, Purpose purpose) {
        return authentic(token, MailKeys.Use.TOKEN, CLAIM_BYTES, MAC_BYTES)
                .filter(message -> isFor(purpose, message))
                .map(message -> claim(purpose, ByteBuffer.wrap(message, 2, CLAIM_BYTES - 2)))
                .filter(claim -> clock.instant().isBefore(claim.expiresAt()));
    }

    /** The code of a mail, of 8 digits. */
    public String code(MailClaim claim) {
        return code(keys.mac(MailKeys.Use.CODE, bytes(claim)));
    }

    /** Whether a code is that of the claim; blanks and hyphens in it don't count. */
    public boolean isCodeOf(MailClaim claim, String given) {
        byte[] digits = given.replaceAll("[\\s-]", "").getBytes(StandardCharsets.UTF_8);
        return clock.instant().isBefore(claim.expiresAt())
                && keys.accepted(MailKeys.Use.CODE, bytes(claim))
                        .map(mac -> code(mac).getBytes(StandardCharsets.UTF_8))
                        .anyMatch(code -> MessageDigest.isEqual(code, digits));
    }

    /** Names what a user's code belongs to. */
    public String flow(Purpose purpose, String userId, String id) {
        byte[] message = flowBytes(purpose, userId, id).array();
        return joined(message, Arrays.copyOf(keys.mac(MailKeys.Use.FLOW, message), SHORT_MAC_BYTES));
    }

    /** Names what a code belongs to, without telling whether there is a user. */
    public String flowOfNobody(Purpose purpose, String id) {
        return flow(purpose, NO_USER, id);
    }

    /** What a flow names; empty unless it is one of ours for this purpose. */
    public Optional<MailFlow> readFlow(String flow, Purpose purpose) {
        return authentic(flow, MailKeys.Use.FLOW, FLOW_BYTES, SHORT_MAC_BYTES)
                .filter(message -> isFor(purpose, message))
                .map(message -> ByteBuffer.wrap(message, 2, FLOW_BYTES - 2))
                .map(bytes -> new MailFlow(purpose, hex(bytes, USER_BYTES), base64(bytes, ID_BYTES)));
    }

    private Optional<byte[]> authentic(String text, MailKeys.Use use, int length, int macLength) {
        byte[] bytes = decoded(text);
        if (bytes.length != length + macLength || !BASE64.encodeToString(bytes).equals(text)) {
            return Optional.empty();
        }
        byte[] message = Arrays.copyOf(bytes, length);
        byte[] given = Arrays.copyOfRange(bytes, length, bytes.length);
        return keys.accepted(use, message)
                .map(mac -> Arrays.copyOf(mac, macLength))
                .filter(mac -> MessageDigest.isEqual(mac, given))
                .findAny()
                .map(mac -> message);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static boolean isFor(Purpose purpose, byte[] message) {
        return message[0] == VERSION && message[1] == purpose.number();
    }

    private static MailClaim claim(Purpose purpose, ByteBuffer bytes) {
        String userId = hex(bytes, USER_BYTES);
        String id = base64(bytes, ID_BYTES);
        Instant expiresAt = Instant.ofEpochSecond(bytes.getLong());
        return new MailClaim(purpose, userId, id, hex(bytes, ADDRESS_BYTES), expiresAt);
    }

    private static byte[] bytes(MailClaim claim) {
        return ByteBuffer.allocate(CLAIM_BYTES)
                .put(flowBytes(claim.purpose(), claim.userId(), claim.id()).array())
                .putLong(claim.expiresAt().getEpochSecond())
                .put(HEX.parseHex(claim.address()))
                .array();
    }

    private static ByteBuffer flowBytes(Purpose purpose, String userId, String id) {
        return ByteBuffer.allocate(FLOW_BYTES)
                .put(VERSION)
                .put(purpose.number())
                .put(HEX.parseHex(userId))
                .put(Base64.getUrlDecoder().decode(id));
    }

    private static String code(byte[] mac) {
        long number = Long.remainderUnsigned(ByteBuffer.wrap(mac).getLong(), CODES);
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", number);
    }

    private static String joined(byte[] message, byte[] mac) {
        return BASE64.encodeToString(ByteBuffer.allocate(message.length + mac.length)
                .put(message)
                .put(mac)
                .array());
    }

    private static String hex(ByteBuffer bytes, int length) {
        return HEX.formatHex(taken(bytes, length));
    }

    private static String base64(ByteBuffer bytes, int length) {
        return BASE64.encodeToString(taken(bytes, length));
    }

    private static byte[] taken(ByteBuffer bytes, int length) {
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
