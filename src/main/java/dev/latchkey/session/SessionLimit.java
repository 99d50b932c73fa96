package dev.latchkey.session;

import dev.latchkey.observe.AuthEvents;
import dev.latchkey.token.Lifetimes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rule of how many sessions of a user go on at once: one more ends the one used least recently. */
@Singleton
final class SessionLimit {
    private static final String NONE = "";

    private final SessionStore sessions;
    private final SessionEndings endings;
    private final AuthEvents events;
    private final SessionConfig config;
    private final Lifetimes lifetimes;
    private final Clock clock;

    SessionLimit(
            SessionStore sessions,
            SessionEndings endings,
            AuthEvents events,
            SessionConfig config,
            Lifetimes lifetimes,
            Clock clock) {
        this.sessions = sessions;
        this.endings = endings;
        this.events = events;
        this.config = config;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /** The sessions of a user that go on, the one used last first; no more than the limit. */
    List<Session> live(String userId) {
        return live(userId, 0, config.perUser());
    }

    /**
     * Ends what a user has beyond the limit now that a session has begun. After its insert, so that of parallel logins
     * the last one sees all. A pile from before there was a limit shrinks by a batch with each login.
     */
    void makeRoomFor(Session begun) {
        List<Session> excess = excess(begun.userId());
        if (excess.stream().anyMatch(session -> session.id().equals(begun.id()))) {
            excess = asTheNewest(begun);
        }
        if (!excess.isEmpty()) {
            revokeUnused(excess);
            endings.finishHalfEnded(begun.userId(), NONE)
                    .forEach(session -> events.sessionEnded(session.userId(), session.id()));
        }
    }

    /** Clocks differ, and the new session may look older than one of another replica; once, or two would never agree. */
    private List<Session> asTheNewest(Session begun) {
        Instant newest = live(begun.userId(), 0, 1).get(0).lastUsedAt();
        sessions.touch(begun.id(), newest.plusMillis(1));
        return excess(begun.userId());
    }

    /** One that is refreshed at this moment is not among the oldest any more: then it is another one's turn. */
    private void revokeUnused(List<Session> oldest) {
        List<Session> left = oldest;
        while (!left.isEmpty()) {
            Session newest = left.get(0);
            List<String> ids = left.stream().map(Session::id).toList();
            long revoked = sessions.revokeUnused(ids, newest.lastUsedAt(), clock.instant());
            left = revoked == ids.size() ? List.of() : excess(newest.userId());
        }
    }

    /** What is within the limit is never in excess, too: a session that is moved during the scan may be seen twice. */
    private List<Session> excess(String userId) {
        if (live(userId, config.perUser(), 1).isEmpty()) {
            return List.of();
        }
        List<Session> all = live(userId, 0, config.perUser() + SessionEndings.BATCH);
        int within = Math.min(config.perUser(), all.size());
        Set<String> kept = all.subList(0, within).stream().map(Session::id).collect(Collectors.toSet());
        return all.subList(within, all.size()).stream()
                .filter(session -> !kept.contains(session.id()))
                .toList();
    }

    private List<Session> live(String userId, int skip, int limit) {
        Instant now = clock.instant();
        return sessions.findLive(userId, now, lifetimes.oldestBegin(now), lifetimes.oldestRefresh(now), skip, limit);
    }
}
