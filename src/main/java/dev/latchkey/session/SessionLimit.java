package dev.latchkey.session;

import dev.latchkey.observe.AuthEvents;
import dev.latchkey.settings.Settings;
import dev.latchkey.token.Lifetimes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rule of how many sessions of a user go on at once: one more ends the one used least recently. */
@Singleton
final class SessionLimit {
    private static final String NONE = "";

    /** As {@link SessionStore} sorts them. */
    private static final Comparator<Session> LAST_USED_FIRST =
            Comparator.comparing(Session::lastUsedAt).thenComparing(Session::id).reversed();

    private final SessionStore sessions;
    private final SessionEndings endings;
    private final AuthEvents events;
    private final Settings.Session config;
    private final Lifetimes lifetimes;
    private final Clock clock;

    SessionLimit(
            SessionStore sessions,
            SessionEndings endings,
            AuthEvents events,
            Settings.Session config,
            Lifetimes lifetimes,
            Clock clock) {
        this.sessions = sessions;
        this.endings = endings;
        this.events = events;
        this.config = config;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /** How many there may be; an answer that lists sessions has no more. */
    int perUser() {
        return config.perUser();
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
        live(begun.userId(), 0, 1)
                .forEach(
                        newest -> sessions.touch(begun.id(), newest.lastUsedAt().plusMillis(1)));
        return excess(begun.userId());
    }

    /** One that is refreshed at this moment is not among the oldest any more: then it is another one's turn. */
    private void revokeUnused(List<Session> oldest) {
        String userId = oldest.get(0).userId();
        List<Session> left = oldest;
        while (!left.isEmpty()) {
            long revoked = sessions.revokeUnused(left, clock.instant());
            left = revoked == left.size() ? List.of() : excess(userId);
        }
    }

    /**
     * By what was read, not by the place at which it was: a session that is moved while MongoDB goes through the index
     * may come as it is now at the place where it was, or twice.
     */
    private List<Session> excess(String userId) {
        if (live(userId, config.perUser(), 1).isEmpty()) {
            return List.of();
        }
        Map<String, Session> read = new HashMap<>();
        live(userId, 0, config.perUser() + SessionEndings.BATCH).forEach(session -> read.put(session.id(), session));
        return read.values().stream()
                .sorted(LAST_USED_FIRST)
                .skip(config.perUser())
                .toList();
    }

    private List<Session> live(String userId, int skip, int limit) {
        Instant now = clock.instant();
        return sessions.findLive(userId, now, lifetimes.oldestBegin(now), lifetimes.oldestRefresh(now), skip, limit);
    }
}
