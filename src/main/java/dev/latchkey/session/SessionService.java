package dev.latchkey.session;

import dev.latchkey.client.ClientInfo;
import dev.latchkey.denylist.DenyList;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.token.Lifetimes;
import dev.latchkey.token.Subject;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * How sessions begin, and which there are. How they go on is in {@link TokenRotation}, how they end in
 * {@link SessionEndings}.
 */
@Singleton
public final class SessionService {
    private final SessionStore sessions;
    private final SessionLimit limit;
    private final DenyList denyList;
    private final TokenPairs pairs;
    private final AuthEvents events;
    private final Lifetimes lifetimes;
    private final Clock clock;

    public SessionService(
            SessionStore sessions,
            SessionLimit limit,
            DenyList denyList,
            TokenPairs pairs,
            AuthEvents events,
            Lifetimes lifetimes,
            Clock clock) {
        this.sessions = sessions;
        this.limit = limit;
        this.denyList = denyList;
        this.pairs = pairs;
        this.events = events;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /**
     * Prepares a session before anything is done for it: if the deny-list does not answer, or no key may sign, nobody is
     * registered who then can't be signed in. {@code unavailable} if so.
     */
    public SessionStart prepare() {
        pairs.requirePossible();
        String id = TokenId.newSessionId(clock.instant());
        return new SessionStart(id, denyList.epochOf(id));
    }

    /**
     * Begins a session. Its {@link #firstPair} is made from the user as read after this.
     *
     * @param credentialVersion of the password that was checked; the caller looks at it once more
     */
    public Session begin(SessionStart start, String userId, int credentialVersion, ClientInfo client) {
        Instant now = clock.instant();
        Instant end = lifetimes.endOfSession(start.id(), now);
        Session session = Session.begin(start.id(), userId, credentialVersion, now, end, client);
        sessions.persist(session);
        limit.makeRoomFor(session);
        events.login(session.userId(), session.id());
        return session;
    }

    /** @param user as read after the session was stored: so a change of roles is seen by it, or sees the session */
    public TokenPair firstPair(Session begun, Subject user, SessionStart start) {
        return pairs.of(begun, user, start.epoch());
    }

    /** The sessions of the caller's user that go on, the one used last first; as many as a user may have. */
    public List<SessionView> list(VerifiedToken caller) {
        return limit.live(caller.subject()).stream()
                .map(session -> SessionView.of(session, endOf(session), caller.sessionId()))
                .toList();
    }

    /** As it was set when the session was refreshed last, or sooner if settings have become shorter since. */
    private Instant endOf(Session session) {
        Instant bySettings = lifetimes.endOfSession(session.id(), session.rotatedAt());
        return bySettings.isBefore(session.expiresAt()) ? bySettings : session.expiresAt();
    }

    /** All that is stored of the user's sessions, also of those that are over; of so many, those that were used last. */
    public List<StoredSession> export(String userId) {
        return sessions.findLatest(userId, limit.perUser()).stream()
                .map(StoredSession::of)
                .toList();
    }

    /** Deletes what is stored of the sessions of a user who is deleted; they are over already. */
    public void forget(String userId) {
        sessions.deleteAllOf(userId);
    }

    /** Whether there are sessions of this user, over or not. */
    public boolean existFor(String userId) {
        return sessions.hasAnyOf(userId);
    }

    /** Whether the user has signed in from this network, as far back as MongoDB keeps the sessions. */
    public boolean haveBegunFrom(String network, String userId) {
        return sessions.hasSignedInFrom(userId, network);
    }
}
