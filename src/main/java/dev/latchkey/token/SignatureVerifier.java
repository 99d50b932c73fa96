package dev.latchkey.token;

import dev.latchkey.token.InvalidTokenException.Reason;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jca.ProviderContext;
import org.jose4j.jws.EdDsaAlgorithm;
import org.jose4j.jws.HmacUsingShaAlgorithm;
import org.jose4j.jws.JsonWebSignatureAlgorithm;
import org.jose4j.jws.RsaUsingShaAlgorithm;
import org.jose4j.lang.JoseException;

/**
 * Verifies signatures with jose4j, the library under SmallRye JWT: its algorithms, since the segments are decoded already
 * and nothing in a token is to choose one. SmallRye's {@code JWTParser} is not asked, since that builds a verifier anew
 * for each token and goes by a clock that nobody can set: docs/decisions/0004.
 */
final class SignatureVerifier {
    private final Map<SignatureAlgorithm, JsonWebSignatureAlgorithm> algorithms = new EnumMap<>(Map.of(
            SignatureAlgorithm.HS256, new HmacUsingShaAlgorithm.HmacSha256(),
            SignatureAlgorithm.EDDSA, new EdDsaAlgorithm(),
            SignatureAlgorithm.RS256, new RsaUsingShaAlgorithm.RsaSha256()));

    private final ProviderContext anyProvider = new ProviderContext();

    /**
     * The key that a token was signed with.
     *
     * @throws InvalidTokenException if it is none of these
     */
    TokenKey keyOf(StrictForm token, List<TokenKey> keys) throws InvalidTokenException {
        for (TokenKey key : keys) {
            if (hasSigned(key, token)) {
                return key;
            }
        }
        throw new InvalidTokenException(Reason.BAD_SIGNATURE);
    }

    private boolean hasSigned(TokenKey key, StrictForm token) throws InvalidTokenException {
        try {
            return algorithms
                    .get(key.algorithm())
                    .verifySignature(token.signature(), key.verifying(), token.signingInput(), anyProvider);
        } catch (JoseException e) {
            // Bytes that are no signature of this algorithm at all: an EdDSA of another length, for one.
            return false;
        }
    }
}
