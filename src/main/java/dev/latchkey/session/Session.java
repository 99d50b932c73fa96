package dev.latchkey.session;

import dev.latchkey.client.ClientInfo;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import io.quarkus.mongodb.panache.common.MongoEntity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * A session as MongoDB holds it: the truth about who may refresh. Each rotation is a new generation, and the ids and
 * times of a generation's tokens follow from this document alone.
 *
 * @param id         the {@code sid} of its tokens
 * @param generation how often it has been rotated
 * @param refreshJti the {@code jti} of the one valid refresh token
 * @param rotatedAt  when this generation began: the {@code iat} of its tokens, and the start of the grace
 * @param expiresAt  when it ends unless it is refreshed; MongoDB deletes it then
 * @param revokedAt  when it was ended early: from then on nothing refreshes it; null while it lasts
 * @param deniedAt   when the deny-list had confirmed that; null while an ending is unfinished
 * @param credentialVersion see {@link Credentials#version}; null if it is older than this field
 * @param rolesVersion which change of the user's roles it was told of last: from a user who was read before that no
 *     more tokens are made; null if it was told of none
 * @param tokenRolesVersion which change of the roles the tokens of this generation tell, as they were made first; null if
 *     it is older than this field, or the first
 * @param ip         from where it was begun, or refreshed last, and by what ({@code userAgent})
 * @param signedInFrom the {@link dev.latchkey.client.ClientAddress#network} with which it began; null if it is older
 *     than this field
 */
@MongoEntity(collection = "Session")
@RegisterForReflection
public record Session(
        @BsonId String id,
        String userId,
        int generation,
        String refreshJti,
        Instant rotatedAt,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        Instant revokedAt,
        Instant deniedAt,
        String signedInFrom,
        String ip,
        String userAgent,
        Integer credentialVersion,
        Integer rolesVersion,
        Integer tokenRolesVersion) {

    /** A new session of a user, in its first generation. */
    static Session begin(
            String id, String userId, int credentialVersion, Instant now, Instant expiresAt, ClientInfo client) {
        return new Session(
                id,
                userId,
                0,
                TokenId.of(id, 0, TokenType.REFRESH),
                now,
                TokenId.createdAt(id),
                now,
                expiresAt,
                null,
                null,
                client.address().network(),
                client.address().ip(),
                client.userAgent(),
                credentialVersion,
                null,
                null);
    }

    boolean isOver(Instant now) {
        return revokedAt != null || !now.isBefore(expiresAt);
    }

    /** The password was changed since, and not by this session. */
    boolean isOutdated(Credentials current) {
        int version = credentialVersion == null ? 0 : credentialVersion;
        return version < current.version() && !id.equals(current.changedBy());
    }

    /** The roles may have been changed since the user was read. */
    boolean hasNewerRolesThan(TokenUser user) {
        return toldRolesVersion() > user.rolesVersion();
    }

    /** See {@link #rolesVersion}. */
    int toldRolesVersion() {
        return rolesVersion == null ? 0 : rolesVersion;
    }

    /** An access token of this generation may be out that tells earlier roles than the session was told of. */
    boolean mayHaveOutdatedToken() {
        return toldRolesVersion() > (tokenRolesVersion == null ? 0 : tokenRolesVersion);
    }

    /** It was ended, but the deny-list may not know it yet. */
    boolean isEndingUnfinished() {
        return revokedAt != null && deniedAt == null;
    }

    /**
     * Whether a refresh token with this id came just before the valid one, and within the grace: it does not slide. No
     * grace is none at all: a caller that lost the race may have taken the time before the winner did.
     */
    boolean isInGrace(String refreshTokenId, Instant now, Duration grace) {
        boolean previous = generation > 0 && refreshTokenId.equals(previousTokenId(TokenType.REFRESH));
        return previous && isGraceOn(now, grace);
    }

    private boolean isGraceOn(Instant now, Duration grace) {
        return !grace.isZero() && now.isBefore(rotatedAt.plus(grace));
    }

    /** Whether a token is of this session: of its generation, or of one before. */
    boolean hasIssued(VerifiedToken token) {
        int of = TokenId.generation(token.id());
        return userId.equals(token.subject())
                && of >= 0
                && of <= generation
                && TokenId.of(id, of, token.type()).equals(token.id());
    }

    /**
     * Whether a token that it has issued was replaced before the grace: nobody should have it any more but whoever moved
     * the session on.
     */
    boolean isReuse(VerifiedToken token, Instant now, Duration grace) {
        int age = generation - TokenId.generation(token.id());
        return age > 1 || age == 1 && !isGraceOn(now, grace);
    }

    /**
     * Whether a client looks like the one that moved the session on: the same network, and the same user agent. A phone
     * that changes networks does not, which is rare within the grace; a thief seldom does, no matter which of the two came first.
     */
    boolean wasLastUsedBy(ClientInfo client) {
        return client.userAgent().equals(userAgent) && client.address().isInNetworkOf(ip);
    }

    String tokenId(TokenType type) {
        return TokenId.of(id, generation, type);
    }

    String previousTokenId(TokenType type) {
        return TokenId.of(id, generation - 1, type);
    }
}
