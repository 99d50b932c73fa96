package dev.latchkey.session;

import dev.latchkey.denylist.Denial;
import dev.latchkey.denylist.DenyList;
import dev.latchkey.denylist.DenyReason;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.settings.Settings;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of how a session ends before its time. */
@Singleton
public final class SessionEndings {
    /** How many sessions are ended at a time: each time is well within the time limits of both stores. */
    static final int BATCH = 500;

    private static final String NONE = "";

    private final SessionStore sessions;
    private final DenyList denyList;
    private final AuthEvents events;
    private final Settings.Session config;
    private final Clock clock;

    public SessionEndings(
            SessionStore sessions, DenyList denyList, AuthEvents events, Settings.Session config, Clock clock) {
        this.sessions = sessions;
        this.denyList = denyList;
        this.events = events;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Ends the session that both tokens belong to, or neither's if they differ. Tokens that were replaced do as well:
     * else a thief who has moved the session on would keep it.
     */
    public void logout(VerifiedToken access, VerifiedToken refresh) {
        if (!access.sessionId().equals(refresh.sessionId())) {
            throw new AuthException(AuthError.MISMATCHED_TOKENS);
        }
        Session session = requireUnended(refresh);
        boolean ended = end(
                access.sessionId(),
                DenyReason.LOGOUT,
                Denial.ofToken(access.sessionId(), access.id(), access.expiresAt()),
                Denial.ofToken(refresh.sessionId(), refresh.id(), refresh.expiresAt()));
        if (!ended) {
            throw new AuthException(AuthError.REVOKED_TOKEN);
        }
        reportReuse(session, refresh);
        events.logout(access.subject(), access.sessionId());
    }

    /**
     * Ends the session of a token, which may have been replaced; may be repeated.
     *
     * @return false if it was over before, or there is no such session
     */
    public boolean endSessionOf(VerifiedToken token) {
        Optional<Session> session = findUnended(token);
        boolean ended = session.isPresent()
                && end(
                        token.sessionId(),
                        DenyReason.LOGOUT,
                        Denial.ofToken(token.sessionId(), token.id(), token.expiresAt()));
        if (ended) {
            reportReuse(session.get(), token);
        }
        return ended;
    }

    /** Ends one session of the caller's user; {@code not_found} if there is no such session. */
    public void endOne(VerifiedToken caller, String id) {
        requireUnended(caller);
        boolean ended = sessions.findByIdOptional(id)
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
        Session own = requireUnended(caller);
        revokeOthers(own.userId(), own.id());
        finishAllHalfEnded(own.userId(), own.id());
        end(own.id(), DenyReason.LOGOUT, Denial.ofToken(own.id(), caller.id(), caller.expiresAt()));
        reportReuse(own, caller);
        events.logoutAll(own.userId(), own.id());
    }

    /** {@code revoked_token} if the caller's session is over. */
    public void requireGoesOn(VerifiedToken caller) {
        requireUnended(caller);
    }

    /** Ends all sessions of the caller's user but the caller's own, which goes on; may be repeated. */
    public void endOthers(VerifiedToken caller) {
        Session own = requireUnended(caller);
        revokeOthers(own.userId(), own.id());
        finishAllHalfEnded(own.userId(), own.id());
    }

    /** Ends all sessions of a user; may be repeated. */
    public void endAllOf(String userId) {
        revokeOthers(userId, NONE);
        finishAllHalfEnded(userId, NONE);
    }

    /** Ends a session that has only just begun. */
    public void endBegun(SessionStart begun) {
        end(begun.id(), DenyReason.SESSION_ENDED);
    }

    /** The session of a token, of its generation or an earlier one; it may be half ended, so that this is repeated. */
    private Optional<Session> findUnended(VerifiedToken token) {
        return sessions.findByIdOptional(token.sessionId())
                .filter(session -> session.hasIssued(token) && session.deniedAt() == null);
    }

    private Session requireUnended(VerifiedToken token) {
        return findUnended(token).orElseThrow(() -> new AuthException(AuthError.REVOKED_TOKEN));
    }

    private void reportReuse(Session session, VerifiedToken token) {
        if (session.isReuse(token, clock.instant(), config.refreshGrace())) {
            events.tokenReused(session.userId(), session.id());
        }
    }

    /** Until there is none: the scan of an index may miss a session that a rotation moves within it meanwhile. */
    private void revokeOthers(String userId, String except) {
        long revoked;
        do {
            revoked = sessions.revokeAll(userId, except, clock.instant());
        } while (revoked > 0);
    }

    /** Each batch is confirmed before the next, so that a call that is repeated goes on where the last one failed. */
    private void finishAllHalfEnded(String userId, String except) {
        List<Session> finished;
        do {
            finished = finishHalfEnded(userId, except);
        } while (!finished.isEmpty());
    }

    /**
     * Puts sessions of a user on the deny-list that have ended in MongoDB, and confirms it; a batch of them.
     *
     * @param except the id of a session that is left as it is
     * @return those whose end is finished now; empty if there is nothing to finish
     */
    List<Session> finishHalfEnded(String userId, String except) {
        List<Session> batch = sessions.findHalfEnded(userId, except, BATCH);
        if (!batch.isEmpty()) {
            denyList.deny(
                    DenyReason.SESSION_ENDED,
                    batch.stream()
                            .map(session -> Denial.ofSession(session.id(), session.expiresAt()))
                            .toList());
            sessions.confirmDenied(batch.stream().map(Session::id).toList(), clock.instant());
        }
        return batch;
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
        denyList.deny(reason, denials);
        sessions.confirmDenied(id, clock.instant());
        return true;
    }
}
