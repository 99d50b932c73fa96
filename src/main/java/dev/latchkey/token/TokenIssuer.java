package dev.latchkey.token;

import dev.latchkey.settings.Settings;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * Makes the signed tokens of a {@link Grant} with SmallRye JWT's builder. All that it could take from a setting is given
 * to it, or kept from it ({@link BuilderSettings}), so that every replica makes the same: docs/decisions/0004.
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
        JwtClaimsBuilder claims = claims(grant, TokenType.ACCESS, accessTokenEndsAt(grant))
                .claim("email", grant.subject().email())
                .claim("email_verified", grant.subject().emailVerified())
                .claim("name", grant.subject().name());
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

    /** In this order, always, which the builder keeps: equal grants give equal tokens. */
    private JwtClaimsBuilder claims(Grant grant, TokenType type, Instant expiresAt) {
        return Jwt.issuer(issuer)
                .subject(grant.subject().userId())
                .claim("jti", grant.tokenId(type))
                .claim("sid", grant.sessionId())
                .issuedAt(grant.issuedAt())
                .expiresAt(expiresAt);
    }

    private String sign(JwtClaimsBuilder claims, TokenType type) {
        JoseHeader header = type.header();
        return claims.jws().type(header.type()).algorithm(header.algorithm()).sign(keys.signing(type));
    }
}
