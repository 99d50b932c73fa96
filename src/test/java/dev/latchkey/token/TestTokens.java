package dev.latchkey.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.latchkey.settings.AccessAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens by hand. Each starts out as one that the service would accept, with ids of its own, and can then be spoilt in
 * every way: no JWT library takes part that would refuse to write it.
 */
public final class TestTokens {
    public static final String ACCESS_KEY = "test-access-key-0123456789-0123456789";
    public static final String REFRESH_KEY = "test-refresh-key-0123456789-0123456789";
    public static final String ISSUER = "latchkey";
    public static final String CLIENT_ID = "latchkey";
    public static final Duration ACCESS_TTL = Duration.ofMinutes(15);
    public static final Duration REFRESH_TTL = Duration.ofDays(30);
    public static final Duration SESSION_MAX_AGE = Duration.ofDays(90);

    public static final String SUBJECT = "0123456789abcdef01234567";
    public static final String EMAIL = "ada@example.com";
    public static final String NAME = "Ada Lovelace";
    public static final Subject ADA = new Subject(SUBJECT, EMAIL, NAME, true);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** What signs: bytes to bytes. */
    private interface Signer {
        byte[] sign(byte[] bytes) throws GeneralSecurityException;
    }

    private final ObjectNode header = JSON.createObjectNode();
    private final ObjectNode claims = JSON.createObjectNode();
    private byte[] rawHeader;
    private byte[] rawPayload;
    private UnaryOperator<String> headerSegment = UnaryOperator.identity();
    private UnaryOperator<String> payloadSegment = UnaryOperator.identity();
    private UnaryOperator<String> signatureSegment = UnaryOperator.identity();
    private String algorithm = "HmacSHA256";
    private byte[] secret;
    private Signer signer = this::hmac;

    private TestTokens(TokenType type, Instant issuedAt, Duration ttl) {
        secret = utf8(keyOf(type));
        header("alg", "HS256").header("typ", type.headerType());
        claim("iss", ISSUER).claim("sub", SUBJECT);
        claim("jti", TokenId.newSessionId(Instant.now())).claim("sid", TokenId.newSessionId(Instant.now()));
        issuedAt(issuedAt).expiresAt(issuedAt.plus(ttl));
        if (type == TokenType.ACCESS) {
            claim("aud", ISSUER).claim("client_id", CLIENT_ID);
            claim("email", EMAIL).claim("email_verified", true).claim("name", NAME);
        }
    }

    /** An access token as of now. */
    public static TestTokens access() {
        return access(Instant.now());
    }

    public static TestTokens access(Instant issuedAt) {
        return new TestTokens(TokenType.ACCESS, issuedAt, ACCESS_TTL);
    }

    /** A refresh token as of now. */
    public static TestTokens refresh() {
        return refresh(Instant.now());
    }

    public static TestTokens refresh(Instant issuedAt) {
        return new TestTokens(TokenType.REFRESH, issuedAt, REFRESH_TTL);
    }

    public static TestTokens of(TokenType type, Instant issuedAt) {
        return type == TokenType.ACCESS ? access(issuedAt) : refresh(issuedAt);
    }

    /** A forgery of a token that the service made: the same ids and times, so that the deny-list vouches for it. */
    public static TestTokens like(String compact) {
        boolean access = headerOf(compact).get("typ").textValue().equals(TokenType.ACCESS.headerType());
        TestTokens token = access ? access() : refresh();
        claimsOf(compact).properties().forEach(claim -> token.claim(claim.getKey(), claim.getValue()));
        return token;
    }

    public static String keyOf(TokenType type) {
        return type == TokenType.ACCESS ? ACCESS_KEY : REFRESH_KEY;
    }

    /** The id of a user that does not exist. */
    public static String newSubject() {
        byte[] id = new byte[12];
        ThreadLocalRandom.current().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    public static JsonNode headerOf(String compact) {
        return decoded(compact.split("\\.", -1)[0]);
    }

    /** The session that a token belongs to. */
    public static String sessionOf(String compact) {
        return claimsOf(compact).get("sid").textValue();
    }

    public static JsonNode claimsOf(String compact) {
        return decoded(compact.split("\\.", -1)[1]);
    }

    /** @param value anything that Jackson can write; null becomes JSON's null */
    public TestTokens header(String name, Object value) {
        header.set(name, JSON.valueToTree(value));
        return this;
    }

    public TestTokens withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    /** @param value anything that Jackson can write; null becomes JSON's null */
    public TestTokens claim(String name, Object value) {
        claims.set(name, JSON.valueToTree(value));
        return this;
    }

    /** For a value that only its text can express, like {@code 1e400}. */
    public TestTokens rawClaim(String name, String json) {
        claims.putRawValue(name, new RawValue(json));
        return this;
    }

    public TestTokens without(String claim) {
        claims.remove(claim);
        return this;
    }

    public TestTokens issuedAt(Instant instant) {
        return claim("iat", instant.getEpochSecond());
    }

    public TestTokens expiresAt(Instant instant) {
        return claim("exp", instant.getEpochSecond());
    }

    public TestTokens rawHeader(String json) {
        rawHeader = json.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Changes the text of the header as it stands. */
    public TestTokens rawHeader(UnaryOperator<String> change) {
        return rawHeader(change.apply(header.toString()));
    }

    public TestTokens rawPayload(String json) {
        return rawPayload(json.getBytes(StandardCharsets.UTF_8));
    }

    public TestTokens rawPayload(byte[] bytes) {
        rawPayload = bytes.clone();
        return this;
    }

    /** Changes the text of the payload as it stands. */
    public TestTokens rawPayload(UnaryOperator<String> change) {
        return rawPayload(change.apply(claims.toString()));
    }

    /** Changes the encoded header before it is signed. */
    public TestTokens headerSegment(UnaryOperator<String> change) {
        headerSegment = change;
        return this;
    }

    /** Changes the encoded payload before it is signed. */
    public TestTokens payloadSegment(UnaryOperator<String> change) {
        payloadSegment = change;
        return this;
    }

    /** Changes the encoded signature. */
    public TestTokens signatureSegment(UnaryOperator<String> change) {
        signatureSegment = change;
        return this;
    }

    public TestTokens signedWith(String hmacSecret) {
        return signedWith(utf8(hmacSecret));
    }

    public TestTokens signedWith(byte[] hmacSecret) {
        secret = hmacSecret.clone();
        signer = this::hmac;
        return this;
    }

    /** @param name as {@link Mac} knows it; the header keeps what it says */
    public TestTokens algorithm(String name) {
        algorithm = name;
        signer = this::hmac;
        return this;
    }

    /** As an installation with this key pair signs. */
    public TestTokens signedByKeyPair(AccessAlgorithm of, PrivateKey key) {
        return header("alg", of.name()).header("kid", TestKeys.kid(key)).signedWith(key, of);
    }

    /** The header keeps what it says. */
    public TestTokens signedWith(PrivateKey key, AccessAlgorithm of) {
        return signedWith(key, of == AccessAlgorithm.EdDSA ? "Ed25519" : "SHA256withRSA");
    }

    /** @param name as {@link Signature} knows it; the header keeps what it says */
    public TestTokens signedWith(PrivateKey key, String name) {
        signer = bytes -> {
            Signature signature = Signature.getInstance(name);
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        };
        return this;
    }

    public String compact() {
        byte[] head = rawHeader != null ? rawHeader : utf8(header.toString());
        byte[] payload = rawPayload != null ? rawPayload : utf8(claims.toString());
        String signed = headerSegment.apply(BASE64.encodeToString(head))
                + '.'
                + payloadSegment.apply(BASE64.encodeToString(payload));
        try {
            return signed + '.' + signatureSegment.apply(BASE64.encodeToString(signer.sign(ascii(signed))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** HMAC fills its key up with zeros, so that a single one is the empty key, which Java refuses. */
    private byte[] hmac(byte[] bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, algorithm));
        return mac.doFinal(bytes);
    }

    /** As in RFC 7515: what is not ASCII turns into question marks, and must not pass for them. */
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode decoded(String segment) {
        try {
            return JSON.readTree(new String(Base64.getUrlDecoder().decode(segment), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a token", e);
        }
    }
}
