package dev.latchkey.token;

import java.time.Instant;
import java.util.List;

/**
 * What a token says, once its signature, kind, issuer, claims and expiry have been checked. Whether it has been revoked
 * is another question.
 *
 * @param email the user's email; null in a refresh token
 * @param emailVerified whether that was shown to be the user's; false in a refresh token
 * @param name  the user's name; null in a refresh token
 * @param audience whom an access token is for; null in a refresh token, and in one from before there was this claim
 * @param clientId for which client an access token was issued; null as {@code audience}
 * @param roles what the user may do; empty in a refresh token
 * @param claims a JSON object: what an application says of the user; null if nothing
 */
public record VerifiedToken(
        TokenType type,
        String id,
        String sessionId,
        String subject,
        Instant issuedAt,
        Instant expiresAt,
        String email,
        boolean emailVerified,
        String name,
        String audience,
        String clientId,
        List<String> roles,
        String claims) {

    /** A refresh token, which says nothing of the user but the id. */
    public static VerifiedToken refresh(
            String id, String sessionId, String subject, Instant issuedAt, Instant expiresAt) {
        return new VerifiedToken(
                TokenType.REFRESH,
                id,
                sessionId,
                subject,
                issuedAt,
                expiresAt,
                null,
                false,
                null,
                null,
                null,
                List.of(),
                null);
    }

    /** Whether the user has one of these roles. */
    public boolean hasAnyOf(List<String> wanted) {
        return roles.stream().anyMatch(wanted::contains);
    }

    /** Keeps the email out of logs and messages. */
    @Override
    public String toString() {
        return "VerifiedToken[not shown]";
    }
}
