package dev.latchkey.session;

import dev.latchkey.denylist.Denial;
import dev.latchkey.denylist.DenyList;
import dev.latchkey.denylist.Epoch;
import dev.latchkey.error.AuthException;
import dev.latchkey.settings.Settings;
import dev.latchkey.token.Grant;
import dev.latchkey.token.Subject;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenIssuer;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jboss.logging.Logger;

/** The two tokens of each generation of a session. */
@Singleton
final class TokenPairs {
    private static final Logger LOG = Logger.getLogger(TokenPairs.class);

    private final TokenIssuer issuer;
    private final DenyList denyList;
    private final Settings.Token config;

    TokenPairs(TokenIssuer issuer, DenyList denyList, Settings.Token config) {
        this.issuer = issuer;
        this.denyList = denyList;
        this.config = config;
    }

    /**
     * The pair of the session's generation; the same at each call, and on each replica.
     *
     * @param epoch read before MongoDB was asked for the session or told of it: if the list is lost after that, the
     *     access token is stale, and no epoch that began after a revocation vouches for it; nor does one that may have
     *     lost that a token with the same id is outdated
     */
    TokenPair of(Session session, Subject user, Epoch epoch) {
        Grant grant = new Grant(user, session.id(), session.generation(), session.rotatedAt(), session.expiresAt());
        if (epoch.isAfter(session.rotatedAt()) && !session.mayHaveOutdatedToken()) {
            vouch(session, epoch);
        }
        return new TokenPair(issuer.accessToken(grant), issuer.refreshToken(grant));
    }

    /** To be asked before anything is done for a pair; {@code unavailable} if none can be made at the moment. */
    void requirePossible() {
        issuer.requireSigningKey();
    }

    /** Without it the access token is stale, which costs one more refresh: no reason to withhold the pair. */
    private void vouch(Session session, Epoch epoch) {
        try {
            denyList.vouch(session.id(), session.tokenId(TokenType.ACCESS), epoch, accessTokenEnd(session));
        } catch (AuthException e) {
            LOG.warnf("The access token of a new pair will be stale: %s", e.getCause());
        }
    }

    /** The access token of the same generation as a refresh token. */
    Denial accessTokenBeside(VerifiedToken refreshToken) {
        String sessionId = refreshToken.sessionId();
        String id = TokenId.of(sessionId, TokenId.generation(refreshToken.id()), TokenType.ACCESS);
        return Denial.ofToken(sessionId, id, refreshToken.issuedAt().plus(config.accessTtl()));
    }

    /** The refresh token of the same generation as an access token. */
    VerifiedToken refreshTokenBeside(VerifiedToken access) {
        String id = TokenId.of(access.sessionId(), TokenId.generation(access.id()), TokenType.REFRESH);
        return VerifiedToken.refresh(id, access.sessionId(), access.subject(), access.issuedAt(), access.expiresAt());
    }

    private Instant accessTokenEnd(Session session) {
        return session.rotatedAt().plus(config.accessTtl());
    }
}
