package dev.latchkey.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Optional;
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

    private static final String MISMATCH = "holds a key whose public part is not that of its private one";

    /** What a key is tried with. */
    private static final byte[] PROBE = new byte[32];

    /** A key pair, and what it signs with. */
    record Pair(SignatureAlgorithm algorithm, PublicJsonWebKey jwk) {}

    /** As the file has it; of a PEM the public part is not there. */
    private record Given(PrivateKey privateKey, Optional<PublicKey> publicKey) {}

    private KeyPairs() {}

    /**
     * A JWK's members, or {@code pem} (PKCS #8). Its id is its thumbprint (RFC 7638), whatever id it brings along; so are all
     * other members what they must be, not what they were: others get to see them.
     *
     * @param others members that are no matter of the key
     * @throws IllegalArgumentException with what is wrong, and nothing of the key
     */
    static Pair parse(JsonNode entry, Set<String> others) {
        try {
            Given given = entry.has("pem") ? ofPem(entry.get("pem").asText()) : ofJwk(entry, others);
            PublicJsonWebKey jwk = pairOf(given);
            SignatureAlgorithm algorithm =
                    jwk instanceof RsaJsonWebKey ? SignatureAlgorithm.RS256 : SignatureAlgorithm.EDDSA;
            jwk.setKeyId(jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
            jwk.setUse(Use.SIGNATURE);
            jwk.setAlgorithm(algorithm.getAlgorithm());
            return new Pair(algorithm, jwk);
        } catch (UnusableKeyException e) {
            throw e;
        } catch (JoseException | GeneralSecurityException | RuntimeException e) {
            // Without the cause, whose text may quote the key.
            throw new UnusableKeyException(UNUSABLE);
        }
    }

    private static final class UnusableKeyException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnusableKeyException(String fault) {
            super(fault);
        }
    }

    private static Given ofJwk(JsonNode entry, Set<String> others) throws JoseException {
        ObjectNode members = entry.deepCopy();
        members.remove(others);
        PublicJsonWebKey jwk = (PublicJsonWebKey) JsonWebKey.Factory.newJwk(members.toString());
        return new Given(jwk.getPrivateKey(), Optional.of(jwk.getPublicKey()));
    }

    private static Given ofPem(String pem) throws GeneralSecurityException {
        try {
            return new Given(KeyUtils.decodePrivateKey(pem, SignatureAlgorithm.EDDSA), Optional.empty());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return new Given(KeyUtils.decodePrivateKey(pem, SignatureAlgorithm.RS256), Optional.empty());
        }
    }

    private static PublicJsonWebKey pairOf(Given given) throws JoseException, GeneralSecurityException {
        PublicJsonWebKey jwk = given.privateKey() instanceof EdECPrivateKey key ? ofEd25519(key) : ofRsa(given);
        boolean isThatOfThePrivateKey =
                given.publicKey().map(jwk.getPublicKey()::equals).orElse(true);
        if (!isThatOfThePrivateKey || !verifiesWhatItSigns(jwk)) {
            throw new UnusableKeyException(MISMATCH);
        }
        return jwk;
    }

    private static PublicJsonWebKey ofEd25519(EdECPrivateKey key) throws JoseException {
        if (!key.getParams().getName().equals("Ed25519")) {
            throw new UnusableKeyException(UNUSABLE);
        }
        byte[] seed = key.getBytes().orElseThrow();
        byte[] point = new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return (PublicJsonWebKey) JsonWebKey.Factory.newJwk("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                + base64.encodeToString(point) + "\",\"d\":\"" + base64.encodeToString(seed) + "\"}");
    }

    private static PublicJsonWebKey ofRsa(Given given) throws GeneralSecurityException {
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) given.privateKey();
        if (key.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new UnusableKeyException("holds an RSA key of less than " + MIN_RSA_BITS + " bits");
        }
        PublicKey publicKey = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        RsaJsonWebKey jwk = new RsaJsonWebKey((RSAPublicKey) publicKey);
        jwk.setPrivateKey((PrivateKey) key);
        return jwk;
    }

    private static boolean verifiesWhatItSigns(PublicJsonWebKey jwk) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(jwk instanceof RsaJsonWebKey ? "SHA256withRSA" : "Ed25519");
        try {
            signature.initSign(jwk.getPrivateKey());
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(jwk.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (SignatureException e) {
            return false;
        }
    }
}
