package dev.latchkey.token;

import dev.latchkey.settings.Settings;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.PublicJsonWebKey;

/**
 * A key, and the one header that tokens signed with it have. So the key decides on the algorithm, never the token (RFC
 * 8725 section 3.1): a public key can't be taken for the key of an HMAC.
 *
 * @param encodedHeader the header as it stands in a token
 * @param signing       an HMAC's, or the private one
 * @param verifying     an HMAC's, or the public one
 */
record TokenKey(JoseHeader header, String encodedHeader, Key signing, Key verifying) {

    private TokenKey(JoseHeader header, Key signing, Key verifying) {
        this(header, header.encoded(), signing, verifying);
    }

    static TokenKey hmac(TokenType type, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < Settings.MIN_KEY_BYTES) {
            throw new IllegalArgumentException("a key is shorter than " + Settings.MIN_KEY_BYTES + " bytes");
        }
        Key key = new SecretKeySpec(bytes, "HmacSHA256");
        return new TokenKey(new JoseHeader(type.headerType(), SignatureAlgorithm.HS256, null), key, key);
    }

    /** Of access tokens: nobody else reads refresh tokens. */
    static TokenKey pair(SignatureAlgorithm algorithm, PublicJsonWebKey jwk) {
        JoseHeader header = new JoseHeader(TokenType.ACCESS.headerType(), algorithm, jwk.getKeyId());
        return new TokenKey(header, jwk.getPrivateKey(), jwk.getPublicKey());
    }

    SignatureAlgorithm algorithm() {
        return header.algorithm();
    }

    /** Never tells a key. */
    @Override
    public String toString() {
        return header.toString();
    }
}
