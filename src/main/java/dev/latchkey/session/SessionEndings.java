package dev.latchkey.session;

import dev.latchkey.audit.AuthEvents;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.revocation.Denial;
import dev.latchkey.revocation.DenyReason;
import dev.latchkey.revocation.RevokedTokens;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of how a session ends before its time. */
@Singleton
public final class SessionEndings {
    private final SessionStore sessions;
    private final RevokedTokens revokedTokens;
    private final AuthEvents events;
    private final Clock clock;

    public SessionEndings(SessionStore sessions, RevokedTokens revokedTokens, AuthEvents events, Clock clock) {
        this.sessions = sessions;
        this.revokedTokens = revokedTokens;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Ends the session that both tokens belong to, or neither's if they differ. MongoDB decides whether they are
     * current: a rotation that failed half way leaves current tokens on the deny-list.
     */
    public void logout(VerifiedToken access, VerifiedToken refresh) {
        if (!access.sessionId().equals(refresh.sessionId())) {
            throw new AuthException(AuthError.MISMATCHED_TOKENS);
        }
        checkIsCurrent(refresh, TokenType.REFRESH);
        boolean ended = end(
                access.sessionId(),
                DenyReason.LOGOUT,
                Denial.ofToken(access.sessionId(), access.id(), access.expiresAt()),
                Denial.ofToken(refresh.sessionId(), refresh.id(), refresh.expiresAt()));
        if (!ended) {
            throw new AuthException(AuthError.REVOKED_TOKEN);
        }
        events.logout(access.subject(), access.sessionId());
    }

    /** Ends one session of the caller's user; {@code not_found} if there is no such session. */
    public void endOne(VerifiedToken caller, String id) {
        boolean ended = sessions.find(id)
                .filter(session -> session.userId().equals(caller.subject()))
                .map(session -> end(id, DenyReason.SESSION_ENDED))
                .orElse(false);
        if (!ended) {
            throw new AuthException(AuthError.NOT_FOUND);
        }
        events.sessionEnded(caller.subject(), id);
    }

    /**
     * Ends all sessions of the caller's user, the caller's own last: until that is done it can be repeated. A session
     * that is over already has no say over the others.
     */
    public void endAll(VerifiedToken caller) {
        checkIsCurrent(caller, TokenType.ACCESS);
        List<String> unconfirmed = sessions.idsOfUnconfirmed(caller.subject());
        if (!unconfirmed.contains(caller.sessionId())) {
            throw new AuthException(AuthError.REVOKED_TOKEN);
        }
        unconfirmed.stream()
                .filter(id -> !id.equals(caller.sessionId()))
                .forEach(id -> end(id, DenyReason.SESSION_ENDED));
        end(caller.sessionId(), DenyReason.LOGOUT, Denial.ofToken(caller.sessionId(), caller.id(), caller.expiresAt()));
        events.logoutAll(caller.subject(), caller.sessionId());
    }

    private void checkIsCurrent(VerifiedToken token, TokenType type) {
        sessions.find(token.sessionId())
                .filter(session -> session.tokenId(type).equals(token.id()))
                .orElseThrow(() -> new AuthException(AuthError.REVOKED_TOKEN));
    }

    /**
     * Ends a session: first in MongoDB, so that nothing is issued any more, then on the deny-list, so that nothing that
     * was issued is accepted. Only then is it confirmed; until it is, it can be repeated.
     *
     * @return false if it was over before
     */
    boolean end(String id, DenyReason reason, Denial... tokens) {
        Optional<Session> ended = sessions.revoke(id, clock.instant());
        if (ended.isEmpty()) {
            return false;
        }
        List<Denial> denials = new ArrayList<>(List.of(tokens));
        denials.add(Denial.ofSession(id, ended.get().expiresAt()));
        revokedTokens.deny(reason, denials);
        sessions.confirmDenied(id, clock.instant());
        return true;
    }
}
