package dev.latchkey.session;

import dev.latchkey.client.ClientInfo;
import dev.latchkey.denylist.DenyList;
import dev.latchkey.denylist.DenyReason;
import dev.latchkey.denylist.Epoch;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.settings.Settings;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.token.Lifetimes;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Refresh token rotation with reuse detection (RFC 9700 section 4.14.2). */
@Singleton
public final class TokenRotation {
    private final SessionStore sessions;
    private final SessionEndings endings;
    private final DenyList denyList;
    private final TokenPairs pairs;
    private final Throttle throttle;
    private final AuthEvents events;
    private final Settings.Session config;
    private final Lifetimes lifetimes;
    private final Clock clock;

    public TokenRotation(
            SessionStore sessions,
            SessionEndings endings,
            DenyList denyList,
            TokenPairs pairs,
            Throttle throttle,
            AuthEvents events,
            Settings.Session config,
            Lifetimes lifetimes,
            Clock clock) {
        this.sessions = sessions;
        this.endings = endings;
        this.denyList = denyList;
        this.pairs = pairs;
        this.throttle = throttle;
        this.events = events;
        this.config = config;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /**
     * Exchanges a refresh token for the next pair. The previous token gets the same pair again within the grace, so
     * that two tabs, or a response lost on the way, sign nobody out; any older one means theft and ends the session. Only
     * the next pair is throttled: the grace would run out on who is told to wait for the same pair. {@code unavailable}
     * while no pair can be made, with the token as good as before.
     *
     * @param epoch in which the deny-list has let the token through, see {@link TokenPairs#of}
     * @param users reads the user, again if the roles have been changed meanwhile
     */
    public TokenPair refresh(VerifiedToken presented, Epoch epoch, Supplier<TokenUser> users, ClientInfo client) {
        return refresh(
                presented,
                epoch,
                users,
                client,
                () -> throttle.count(
                        Limited.REFRESH_PER_ADDRESS, client.address().network()));
    }

    /**
     * The same, for the refresh token of the generation of an access token, as the last step of what has limits of its own:
     * it must not be refused once that is done.
     */
    public TokenPair refreshBeside(VerifiedToken access, Epoch epoch, Supplier<TokenUser> users, ClientInfo client) {
        return refresh(pairs.refreshTokenBeside(access), epoch, users, client, Attempt::free);
    }

    private TokenPair refresh(
            VerifiedToken presented,
            Epoch epoch,
            Supplier<TokenUser> users,
            ClientInfo client,
            Supplier<Attempt> attempts) {
        pairs.requirePossible();
        TokenUser user = users.get();
        Session session = move(presented, user, client, attempts);
        while (session.hasNewerRolesThan(user)) {
            user = users.get().readAfter(session.toldRolesVersion());
            session = move(presented, user, client, attempts);
        }
        return pairs.of(session, user.subject(), epoch);
    }

    private Session move(VerifiedToken presented, TokenUser user, ClientInfo client, Supplier<Attempt> attempts) {
        return rotate(presented, user, client, attempts).orElseGet(() -> replayOrEnd(presented, user, client));
    }

    /** Whether a refresh with this token would give a pair now. Changes nothing. */
    public boolean accepts(VerifiedToken refresh, Credentials credentials) {
        Instant now = clock.instant();
        return sessions.findByIdOptional(refresh.sessionId())
                .filter(session -> session.hasIssued(refresh) && !session.isOver(now))
                .filter(session -> !isTooOld(session.id()) && !session.isOutdated(credentials))
                .filter(session -> session.refreshJti().equals(refresh.id())
                        || session.isInGrace(refresh.id(), now, config.refreshGrace()))
                .isPresent();
    }

    /**
     * Finishes an ending that was left half done, which the next refresh must do if nobody repeats it; and ends a session
     * that is too old by the settings in force, since its tokens may say otherwise, or that a change of the password has
     * left over.
     */
    private Session requireLive(VerifiedToken presented, Credentials credentials) {
        Session session = sessions.findByIdOptional(presented.sessionId())
                .filter(found -> found.userId().equals(presented.subject()))
                .orElseThrow(() -> new AuthException(AuthError.REVOKED_TOKEN));
        boolean leftOver = isTooOld(session.id()) || session.isOutdated(credentials);
        if (leftOver || session.isEndingUnfinished()) {
            endings.end(session.id(), DenyReason.SESSION_ENDED);
        }
        if (leftOver || session.isOver(clock.instant())) {
            throw new AuthException(AuthError.REVOKED_TOKEN);
        }
        return session;
    }

    /**
     * Moves the session on, unless another request did so first. The old access token goes on the deny-list before that:
     * should Redis fail, nothing has happened and the client can try again for as long as it takes. The other way round
     * the grace would run while nobody has been given the new pair. On the old refresh token MongoDB decides.
     */
    private Optional<Session> rotate(
            VerifiedToken presented, TokenUser user, ClientInfo client, Supplier<Attempt> attempts) {
        Optional<Attempt> attempt = count(presented, user, attempts);
        if (attempt.isEmpty()) {
            return Optional.empty();
        }
        Optional<Session> next = Optional.empty();
        try {
            denyList.deny(DenyReason.ROTATED, List.of(pairs.accessTokenBeside(presented)));
            next = rotateInMongo(presented, user, client);
        } finally {
            if (next.isEmpty()) {
                attempt.get().giveBack();
            }
        }
        next.ifPresent(session -> events.refreshed(session.userId(), session.id()));
        return next;
    }

    /** Empty if there have been too many from there, while the next pair of this token is made already. */
    private Optional<Attempt> count(VerifiedToken presented, TokenUser user, Supplier<Attempt> attempts) {
        try {
            return Optional.of(attempts.get());
        } catch (AuthException e) {
            if (e.error() != AuthError.TOO_MANY_REQUESTS) {
                throw e;
            }
            Session session = requireLive(presented, user.credentials());
            if (session.refreshJti().equals(presented.id())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Never a session that is too old: its tokens would expire before they are issued. */
    private Optional<Session> rotateInMongo(VerifiedToken presented, TokenUser user, ClientInfo client) {
        Instant now = clock.instant();
        Instant end = lifetimes.endOfSession(presented.sessionId(), now);
        return now.isBefore(end) ? sessions.rotate(presented, user, now, end, client) : Optional.empty();
    }

    /**
     * The session, if it has just been moved on by the token; that of an older one is ended. One with newer roles is left
     * as it is: it may be why it was not moved on.
     */
    private Session replayOrEnd(VerifiedToken presented, TokenUser user, ClientInfo client) {
        Session session = requireLive(presented, user.credentials());
        if (session.hasNewerRolesThan(user)) {
            return session;
        }
        if (!session.isInGrace(presented.id(), clock.instant(), config.refreshGrace())) {
            events.tokenReused(session.userId(), session.id());
            endings.end(session.id(), DenyReason.SESSION_ENDED);
            throw new AuthException(AuthError.REUSED_TOKEN);
        }
        if (session.wasLastUsedBy(client)) {
            events.refreshReplayed(session.userId(), session.id());
        } else {
            events.refreshReplayedByAnotherClient(session.userId(), session.id(), session.ip());
        }
        return session;
    }

    private boolean isTooOld(String sessionId) {
        return !clock.instant().isBefore(lifetimes.endOfAge(sessionId));
    }
}
