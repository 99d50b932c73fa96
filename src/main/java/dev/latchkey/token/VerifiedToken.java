package dev.latchkey.token;

import java.time.Instant;

/**
 * What a token says, once its signature, kind, issuer, claims and expiry have been checked. Whether it has been revoked
 * is another question.
 *
 * @param email the user's email; null in a refresh token
 * @param emailVerified whether that was shown to be the user's; false in a refresh token
 * @param name  the user's name; null in a refresh token
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
        String name) {

    /** Keeps the email out of logs and messages. */
    @Override
    public String toString() {
        return "VerifiedToken[not shown]";
    }
}
