package dev.latchkey.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What a service is told of a token (RFC 7662 section 2.2); of one that is not active nothing else.
 *
 * @param aud    what a refresh token is for: the issuer
 * @param claims a JSON object
 * @param exp in whole seconds since 1970; so is {@code iat}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Introspected(
        boolean active,
        String sub,
        String sid,
        String iss,
        String aud,
        String clientId,
        Long exp,
        Long iat,
        String jti,
        String tokenType,
        String email,
        Boolean emailVerified,
        String name,
        List<String> roles,
        @JsonRawValue String claims) {
    static final Introspected INACTIVE =
            new Introspected(false, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    static Introspected active(VerifiedToken token, String issuer) {
        boolean access = token.type() == TokenType.ACCESS;
        return new Introspected(
                true,
                token.subject(),
                token.sessionId(),
                issuer,
                access ? token.audience() : issuer,
                token.clientId(),
                token.expiresAt().getEpochSecond(),
                token.issuedAt().getEpochSecond(),
                token.id(),
                access ? "Bearer" : "refresh_token",
                token.email(),
                access ? token.emailVerified() : null,
                token.name(),
                token.roles().isEmpty() ? null : token.roles(),
                token.claims());
    }

    /** Keeps the email out of logs and messages. */
    @Override
    public String toString() {
        return "Introspected[not shown]";
    }
}
