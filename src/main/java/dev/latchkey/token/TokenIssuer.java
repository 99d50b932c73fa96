package dev.latchkey.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.lang.JoseException;

/**
 * Makes the signed tokens of a {@link Grant} with jose4j, the library under SmallRye JWT's builder. The builder makes
 * the same tokens, but looks up four settings for each, which costs more than all else: docs/decisions/0004.
 */
@Singleton
public final class TokenIssuer {
    private final SigningKeys keys;
    private final String issuer;
    private final Duration accessTtl;

    @Inject
    public TokenIssuer(SigningKeys keys, Settings.Token config) {
        this.keys = keys;
        this.issuer = config.issuer();
        this.accessTtl = config.accessTtl();
    }

    /** The access token: who the user is, for a short time. */
    public String accessToken(Grant grant) {
        ObjectNode claims = claims(grant, TokenType.ACCESS, accessTokenEndsAt(grant))
                .put("email", grant.subject().email())
                .put("email_verified", grant.subject().emailVerified())
                .put("name", grant.subject().name());
        return sign(claims, TokenType.ACCESS);
    }

    /** The refresh token: the right to the next pair, once. */
    public String refreshToken(Grant grant) {
        return sign(claims(grant, TokenType.REFRESH, grant.endsAt()), TokenType.REFRESH);
    }

    private Instant accessTokenEndsAt(Grant grant) {
        Instant end = grant.issuedAt().plus(accessTtl);
        return end.isBefore(grant.endsAt()) ? end : grant.endsAt();
    }

    /** In this order, always: equal grants give equal tokens. */
    private ObjectNode claims(Grant grant, TokenType type, Instant expiresAt) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("iss", issuer)
                .put("sub", grant.subject().userId())
                .put("jti", grant.tokenId(type))
                .put("sid", grant.sessionId())
                .put("iat", grant.issuedAt().getEpochSecond())
                .put("exp", expiresAt.getEpochSecond());
    }

    private String sign(ObjectNode claims, TokenType type) {
        JsonWebSignature token = new JsonWebSignature();
        token.setHeader(HeaderParameterNames.TYPE, type.headerType());
        token.setAlgorithmHeaderValue(TokenType.ALGORITHM);
        token.setPayload(claims.toString());
        token.setKey(keys.signing(type));
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
