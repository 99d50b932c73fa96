package dev.latchkey.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Set;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

/** Reads private keys, for EdDSA on Ed25519 (RFC 8037) or for RS256. */
final class KeyPairs {
    /** RFC 7518 section 3.3. */
    private static final int MIN_RSA_BITS = 2048;

    private static final String UNUSABLE = "holds a key that is neither Ed25519 nor RSA, or not private";

    /** A key pair, and what it signs with. */
    record Pair(SignatureAlgorithm algorithm, PublicJsonWebKey jwk) {}

    private KeyPairs() {}

    /**
     * A JWK's members, or {@code pem} (PKCS #8). Its id is its thumbprint (RFC 7638), whatever id it brings along.
     *
     * @param others members that are no matter of the key
     * @throws IllegalArgumentException with what is wrong, and nothing of the key
     */
    static Pair parse(JsonNode entry, Set<String> others) {
        try {
            PublicJsonWebKey jwk = entry.has("pem") ? ofPem(entry.get("pem").asText()) : ofJwk(entry, others);
            SignatureAlgorithm algorithm = algorithm(jwk);
            jwk.setKeyId(jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
            jwk.setUse(Use.SIGNATURE);
            jwk.setAlgorithm(algorithm.getAlgorithm());
            return new Pair(algorithm, jwk);
        } catch (JoseException | GeneralSecurityException | ClassCastException e) {
            // Without the cause, whose text may quote the key.
            throw new IllegalArgumentException(UNUSABLE);
        }
    }

    private static PublicJsonWebKey ofJwk(JsonNode entry, Set<String> others) throws JoseException {
        if (!entry.isObject()) {
            throw new IllegalArgumentException(UNUSABLE);
        }
        ObjectNode members = entry.deepCopy();
        members.remove(others);
        return (PublicJsonWebKey) JsonWebKey.Factory.newJwk(members.toString());
    }

    private static PublicJsonWebKey ofPem(String pem) throws JoseException, GeneralSecurityException {
        try {
            return ofEd25519((EdECPrivateKey) KeyUtils.decodePrivateKey(pem, SignatureAlgorithm.EDDSA));
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            return ofRsa((RSAPrivateCrtKey) KeyUtils.decodePrivateKey(pem, SignatureAlgorithm.RS256));
        }
    }

    private static PublicJsonWebKey ofEd25519(EdECPrivateKey key) throws JoseException {
        byte[] seed = key.getBytes().orElseThrow(() -> new IllegalArgumentException(UNUSABLE));
        byte[] point = new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return (PublicJsonWebKey) JsonWebKey.Factory.newJwk("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                + base64.encodeToString(point) + "\",\"d\":\"" + base64.encodeToString(seed) + "\"}");
    }

    private static PublicJsonWebKey ofRsa(RSAPrivateCrtKey key) throws GeneralSecurityException {
        PublicKey publicKey = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        RsaJsonWebKey jwk = new RsaJsonWebKey((RSAPublicKey) publicKey);
        jwk.setPrivateKey((PrivateKey) key);
        return jwk;
    }

    private static SignatureAlgorithm algorithm(PublicJsonWebKey jwk) {
        if (jwk.getPrivateKey() == null) {
            throw new IllegalArgumentException(UNUSABLE);
        }
        if (jwk instanceof RsaJsonWebKey rsa) {
            if (rsa.getRsaPublicKey().getModulus().bitLength() < MIN_RSA_BITS) {
                throw new IllegalArgumentException("holds an RSA key of less than " + MIN_RSA_BITS + " bits");
            }
            return SignatureAlgorithm.RS256;
        }
        if (jwk.getPrivateKey() instanceof EdECPrivateKey key
                && key.getParams().getName().equals("Ed25519")) {
            return SignatureAlgorithm.EDDSA;
        }
        throw new IllegalArgumentException(UNUSABLE);
    }
}
