package dev.latchkey.token;

import dev.latchkey.token.InvalidTokenException.Reason;
import javax.crypto.SecretKey;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * Verifies signatures with jose4j, the library under SmallRye JWT. Its {@code JWTParser} is not asked, since that builds
 * a verifier anew for each token and goes by a clock that nobody can set: docs/decisions/0004.
 */
final class SignatureVerifier {
    private static final AlgorithmConstraints ONE_ALGORITHM =
            new AlgorithmConstraints(ConstraintType.PERMIT, TokenType.ALGORITHM);

    private final SigningKeys keys;

    SignatureVerifier(SigningKeys keys) {
        this.keys = keys;
    }

    /**
     * The key that a token of this kind was signed with.
     *
     * @throws InvalidTokenException if it is none of those configured
     */
    SecretKey keyOf(String token, TokenType type) throws InvalidTokenException {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(ONE_ALGORITHM);
            signature.setCompactSerialization(token);
            for (SecretKey key : keys.verifying(type)) {
                signature.setKey(key);
                if (signature.verifySignature()) {
                    return key;
                }
            }
        } catch (JoseException e) {
            // Its text may hold parts of the token.
        }
        throw new InvalidTokenException(Reason.BAD_SIGNATURE);
    }
}
