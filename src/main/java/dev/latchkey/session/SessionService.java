package dev.latchkey.session;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.RegistrationRequest;
import dev.latchkey.account.User;
import dev.latchkey.audit.AuthEvents;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.revocation.DenyReason;
import dev.latchkey.revocation.Epoch;
import dev.latchkey.revocation.RevokedTokens;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.token.TokenConfig;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.types.ObjectId;

/** The rules of how a session begins and goes on. How it ends is in {@link SessionEndings}. */
@Singleton
public final class SessionService {
    private final SessionStore sessions;
    private final SessionEndings endings;
    private final AccountService accounts;
    private final RevokedTokens revokedTokens;
    private final TokenPairs pairs;
    private final Throttle throttle;
    private final AuthEvents events;
    private final SessionConfig config;
    private final TokenConfig tokenConfig;
    private final Clock clock;

    public SessionService(
            SessionStore sessions,
            SessionEndings endings,
            AccountService accounts,
            RevokedTokens revokedTokens,
            TokenPairs pairs,
            Throttle throttle,
            AuthEvents events,
            SessionConfig config,
            TokenConfig tokenConfig,
            Clock clock) {
        this.sessions = sessions;
        this.endings = endings;
        this.accounts = accounts;
        this.revokedTokens = revokedTokens;
        this.pairs = pairs;
        this.throttle = throttle;
        this.events = events;
        this.config = config;
        this.tokenConfig = tokenConfig;
        this.clock = clock;
    }

    /**
     * Registers a user and begins the first session; {@code id_taken} also for the id of a user who was deleted while
     * there are sessions left: whoever got it would take them over.
     */
    public SignedIn register(RegistrationRequest request, ClientInfo client) {
        return begin(
                () -> {
                    if (request.id() != null && sessions.hasAnyOf(new ObjectId(request.id()).toHexString())) {
                        throw new AuthException(AuthError.ID_TAKEN);
                    }
                    return accounts.register(request);
                },
                client);
    }

    /**
     * Begins a session and gives out its first pair.
     *
     * @param signIn finds or registers the user; asked after the deny-list, so that nobody is registered who then can't
     *     be signed in
     */
    public SignedIn begin(Supplier<User> signIn, ClientInfo client) {
        String id = TokenId.newSessionId(clock.instant());
        Epoch epoch = revokedTokens.epochOf(id);
        User user = signIn.get();
        Instant now = clock.instant();
        Session session = Session.begin(id, user.idAsText(), now, expiry(id, now), client);
        sessions.insert(session);
        events.login(session.userId(), id);
        return SignedIn.of(session.userId(), pairs.of(session, user, epoch));
    }

    /**
     * Exchanges a refresh token for the next pair. The previous token gets the same pair again within the grace, so
     * that two tabs, or a response lost on the way, sign nobody out; any older one means theft and ends the session. Only
     * the next pair is throttled: the grace would run out on who is told to wait for the same pair.
     *
     * @param epoch in which the deny-list has let the token through
     */
    public TokenPair refresh(VerifiedToken presented, Epoch epoch, ClientInfo client) {
        User user = accounts.ofToken(presented.subject());
        Session session = rotate(presented, client).orElseGet(() -> replayOrEnd(presented));
        return pairs.of(session, user, epoch);
    }

    /** The sessions of the caller's user that go on, the one used last first. */
    public List<SessionView> list(VerifiedToken caller) {
        return sessions.findLive(caller.subject(), clock.instant()).stream()
                .map(session -> SessionView.of(session, caller.sessionId()))
                .toList();
    }

    /** Finishes an ending that was left half done, which the next refresh must do if nobody repeats it. */
    private Session requireLive(VerifiedToken presented) {
        Session session = sessions.find(presented.sessionId())
                .filter(found -> found.userId().equals(presented.subject()))
                .orElseThrow(() -> new AuthException(AuthError.REVOKED_TOKEN));
        if (session.isEndingUnfinished()) {
            endings.end(session.id(), DenyReason.SESSION_ENDED);
        }
        if (session.isOver(clock.instant())) {
            throw new AuthException(AuthError.REVOKED_TOKEN);
        }
        return session;
    }

    /**
     * Moves the session on, unless another request did so first. The old access token goes on the deny-list before that:
     * should Redis fail, nothing has happened and the client can try again for as long as it takes. The other way round
     * the grace would run while nobody has been given the new pair. On the old refresh token MongoDB decides.
     */
    private Optional<Session> rotate(VerifiedToken presented, ClientInfo client) {
        Attempt attempt;
        try {
            attempt =
                    throttle.count(Limited.REFRESH_PER_ADDRESS, client.address().network());
        } catch (AuthException e) {
            if (e.error() != AuthError.TOO_MANY_REQUESTS || isCurrent(presented)) {
                throw e;
            }
            return Optional.empty();
        }
        Optional<Session> next = Optional.empty();
        try {
            revokedTokens.deny(DenyReason.ROTATED, List.of(pairs.accessTokenBeside(presented)));
            Instant now = clock.instant();
            next = sessions.rotate(presented, now, expiry(presented.sessionId(), now), client);
        } finally {
            if (next.isEmpty()) {
                attempt.giveBack();
            }
        }
        next.ifPresent(session -> events.refreshed(session.userId(), session.id()));
        return next;
    }

    private boolean isCurrent(VerifiedToken presented) {
        return requireLive(presented).refreshJti().equals(presented.id());
    }

    /** The session, if it has just been moved on by the token; that of an older one is ended. */
    private Session replayOrEnd(VerifiedToken presented) {
        Session session = requireLive(presented);
        if (!session.isInGrace(presented.id(), clock.instant(), config.refreshGrace())) {
            events.tokenReused(session.userId(), session.id());
            endings.end(session.id(), DenyReason.SESSION_ENDED);
            throw new AuthException(AuthError.REUSED_TOKEN);
        }
        events.refreshReplayed(session.userId(), session.id());
        return session;
    }

    /** The end of a session that is refreshed now: the refresh token's lifetime, within the age of any session. */
    private Instant expiry(String id, Instant now) {
        Instant byRefresh = now.plus(tokenConfig.refreshTtl());
        Instant byAge = TokenId.createdAt(id).plus(config.maxAge());
        return (byAge.isBefore(byRefresh) ? byAge : byRefresh).truncatedTo(ChronoUnit.SECONDS);
    }
}
