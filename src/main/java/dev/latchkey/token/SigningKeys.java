package dev.latchkey.token;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The HMAC keys of each kind of token: what tells the two kinds apart even if all else were equal. One signs; it and
 * the previous one, if there is any, verify.
 */
@Singleton
public final class SigningKeys {
    /** RFC 7518 section 3.2: a key of at least the size of the hash. */
    public static final int MIN_BYTES = 32;

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final List<SecretKey> access;
    private final List<SecretKey> refresh;

    @Inject
    public SigningKeys(TokenConfig config) {
        this.access = hmacKeys(config.accessKey(), config.accessKeyPrevious());
        this.refresh = hmacKeys(config.refreshKey(), config.refreshKeyPrevious());
    }

    /** The signature of a token's first two segments, encoded. */
    String sign(String signed, TokenType type) {
        return new String(signature(signed, keys(type).get(0)), StandardCharsets.US_ASCII);
    }

    /** Compares encoded signatures, in constant time: an encoding that is not canonical can't be equal. */
    boolean verify(String signed, String signature, TokenType type) {
        byte[] presented = signature.getBytes(StandardCharsets.UTF_8);
        return keys(type).stream().anyMatch(key -> MessageDigest.isEqual(signature(signed, key), presented));
    }

    private List<SecretKey> keys(TokenType type) {
        return type == TokenType.ACCESS ? access : refresh;
    }

    private static byte[] signature(String signed, SecretKey key) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return BASE64.encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    private static List<SecretKey> hmacKeys(String current, Optional<String> previous) {
        return Stream.concat(Stream.of(current), previous.filter(key -> !key.isBlank()).stream())
                .map(SigningKeys::hmacKey)
                .toList();
    }

    private static SecretKey hmacKey(String secret) {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        if (key.length < MIN_BYTES) {
            throw new IllegalArgumentException("a key is shorter than " + MIN_BYTES + " bytes");
        }
        return new SecretKeySpec(key, "HmacSHA256");
    }
}
