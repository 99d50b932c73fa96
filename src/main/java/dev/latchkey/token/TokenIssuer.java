package dev.latchkey.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Makes the signed tokens of a {@link Grant}. A general library would look up a dozen settings for each; the tests have
 * one read what comes out here.
 */
@Singleton
public final class TokenIssuer {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SigningKeys keys;
    private final String issuer;
    private final Duration accessTtl;

    @Inject
    public TokenIssuer(SigningKeys keys, TokenConfig config) {
        this.keys = keys;
        this.issuer = config.issuer();
        this.accessTtl = config.accessTtl();
    }

    /** The access token: who the user is, for a short time. */
    public String accessToken(Grant grant) {
        ObjectNode claims = claims(grant, TokenType.ACCESS, accessTokenEndsAt(grant))
                .put("email", grant.subject().email())
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

    /** JWS compact serialization (RFC 7515 section 7.1). */
    private String sign(ObjectNode claims, TokenType type) {
        String payload = BASE64.encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8));
        String signed = type.header() + '.' + payload;
        return signed + '.' + keys.sign(signed, type);
    }
}
