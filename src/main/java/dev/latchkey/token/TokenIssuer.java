package dev.latchkey.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.settings.Settings;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.build.JwtSignatureBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jose4j.json.JsonUtil;

/**
 * Makes the signed tokens of a {@link Grant} with SmallRye JWT's builder. All that it could take from a setting is given
 * to it, or kept from it ({@link BuilderSettings}), so that every replica makes the same: docs/decisions/0004.
 */
@Singleton
public final class TokenIssuer {
    /**
     * Bytes of what an application says of a user, as a token has it. More is left out: with all else at its longest, a
     * token still has to be one that we verify, in a header of 8 KB, which servers take by default.
     */
    static final int MAX_CLAIMS = 1024;

    /** Characters of the same in JSON with spaces and escapes; what is longer is too long in a token, and not even read. */
    private static final int MAX_TEXT_OF_CLAIMS = 4 * MAX_CLAIMS;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SigningKeys keys;
    private final String issuer;
    private final String audience;
    private final String clientId;
    private final Duration accessTtl;

    @Inject
    public TokenIssuer(SigningKeys keys, Settings.Token config) {
        this.keys = keys;
        this.issuer = config.issuer();
        this.audience = config.audience();
        this.clientId = config.clientId();
        this.accessTtl = config.accessTtl();
    }

    /**
     * To be asked before anything is done for a pair: what was done could not be answered without one.
     *
     * @throws NoSigningKeyException if there is none to sign with at the moment
     */
    public void requireSigningKey() {
        keys.requireSigning();
    }

    /** The access token: who the user is, for a short time (RFC 9068). */
    public String accessToken(Grant grant) {
        Subject subject = grant.subject();
        JwtClaimsBuilder claims = claims(grant, TokenType.ACCESS, accessTokenEndsAt(grant))
                .claim("aud", audience)
                .claim("client_id", clientId)
                .claim("email", subject.email())
                .claim("email_verified", subject.emailVerified())
                .claim("name", subject.name());
        if (!subject.roles().isEmpty()) {
            claims.claim("roles", subject.roles());
        }
        if (subject.claims() != null && subject.claims().length() <= MAX_TEXT_OF_CLAIMS) {
            Map<String, Object> said = object(subject.claims());
            if (length(said) <= MAX_CLAIMS) {
                claims.claim("claims", said);
            }
        }
        return sign(claims, keys.signing(TokenType.ACCESS, grant.issuedAt()));
    }

    /** The refresh token: the right to the next pair, once. */
    public String refreshToken(Grant grant) {
        return sign(
                claims(grant, TokenType.REFRESH, grant.endsAt()), keys.signing(TokenType.REFRESH, grant.issuedAt()));
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

    private static Map<String, Object> object(String json) {
        try {
            return members(JSON.readValue(json, LinkedHashMap.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is told of a user is no JSON", e);
        }
    }

    /** By what the builder writes with, which escapes more than JSON has to. */
    private static int length(Map<String, Object> object) {
        return JsonUtil.toJson(object).getBytes(StandardCharsets.UTF_8).length;
    }

    private static Map<String, Object> members(Map<?, ?> object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((name, member) -> members.put(name.toString(), forBuilder(member)));
        return members;
    }

    /** The builder knows JSON's null, and fails on Java's. */
    private static Object forBuilder(Object value) {
        if (value instanceof Map<?, ?> object) {
            return members(object);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TokenIssuer::forBuilder).toList();
        }
        return value == null ? JsonValue.NULL : value;
    }

    private static String sign(JwtClaimsBuilder claims, TokenKey key) {
        JoseHeader header = key.header();
        JwtSignatureBuilder token = claims.jws().type(header.type()).algorithm(header.algorithm());
        if (header.keyId() != null) {
            token.keyId(header.keyId());
        }
        return key.signing() instanceof PrivateKey privateKey
                ? token.sign(privateKey)
                : token.sign((SecretKey) key.signing());
    }
}
