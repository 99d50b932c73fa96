package dev.latchkey.token;

import dev.latchkey.token.InvalidTokenException.Reason;
import java.util.List;
import javax.crypto.SecretKey;
import org.jose4j.jca.ProviderContext;
import org.jose4j.jws.HmacUsingShaAlgorithm;
import org.jose4j.jws.JsonWebSignatureAlgorithm;
import org.jose4j.lang.JoseException;

/**
 * Verifies signatures with jose4j, the library under SmallRye JWT: its HS256, since the segments are decoded already and
 * nothing in a token is to choose an algorithm. SmallRye's {@code JWTParser} is not asked, since that builds a verifier
 * anew for each token and goes by a clock that nobody can set: docs/decisions/0004.
 */
final class SignatureVerifier {
    private final JsonWebSignatureAlgorithm hs256 = new HmacUsingShaAlgorithm.HmacSha256();
    private final ProviderContext anyProvider = new ProviderContext();

    /**
     * The key that a token was signed with.
     *
     * @throws InvalidTokenException if it is none of these
     */
    SecretKey keyOf(StrictForm token, List<SecretKey> keys) throws InvalidTokenException {
        for (SecretKey key : keys) {
            if (isSignedWith(key, token)) {
                return key;
            }
        }
        throw new InvalidTokenException(Reason.BAD_SIGNATURE);
    }

    private boolean isSignedWith(SecretKey key, StrictForm token) throws InvalidTokenException {
        try {
            return hs256.verifySignature(token.signature(), key, token.signingInput(), anyProvider);
        } catch (JoseException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
