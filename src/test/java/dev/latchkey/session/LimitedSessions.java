package dev.latchkey.session;

import dev.latchkey.ShiftableClock;
import dev.latchkey.client.ClientAddress;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.settings.Settings;
import dev.latchkey.token.Lifetimes;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Users who may have three sessions. Each {@link SessionLimit} is that of another replica. */
abstract class LimitedSessions {
    static final int PER_USER = 3;
    private static final ClientInfo CLIENT =
            new ClientInfo(new ClientAddress(InetAddress.getLoopbackAddress()), "test");

    @Inject
    SessionStore sessions;

    @Inject
    SessionEndings endings;

    @Inject
    AuthEvents events;

    @Inject
    Lifetimes lifetimes;

    @Inject
    ShiftableClock clock;

    @AfterEach
    void backToTheSystemsTime() {
        clock.reset();
    }

    Session begin(String user) {
        return begin(user, PER_USER);
    }

    Session begin(String user, int perUser) {
        Session session = insert(user);
        limit(perUser).makeRoomFor(session);
        return session;
    }

    List<Session> beginInTurn(String user, int many) {
        List<Session> begun = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            begun.add(begin(user));
            clock.advance(Duration.ofMillis(10));
        }
        return begun;
    }

    Session insert(String user) {
        Instant now = clock.instant();
        String id = TokenId.newSessionId(now);
        Session session = Session.begin(id, user, 0, now, lifetimes.endOfSession(id, now), CLIENT);
        sessions.persist(session);
        return session;
    }

    Session use(Session session) {
        Instant now = clock.instant();
        VerifiedToken token =
                VerifiedToken.refresh(session.refreshJti(), session.id(), session.userId(), now, session.expiresAt());
        TokenUser owner = new TokenUser(null, new Credentials(0, null), 0);
        return sessions.rotate(token, owner, now, session.expiresAt(), CLIENT).orElse(null);
    }

    List<String> idsOfLive(String user) {
        return allLive(user).stream().map(Session::id).toList();
    }

    List<Session> allLive(String user) {
        return limit(10_000).live(user);
    }

    SessionLimit limit() {
        return limit(PER_USER);
    }

    private SessionLimit limit(int perUser) {
        Settings.Session config = new Settings.Session() {
            @Override
            public Duration refreshGrace() {
                return Duration.ofSeconds(30);
            }

            @Override
            public int perUser() {
                return perUser;
            }
        };
        return new SessionLimit(sessions, endings, events, config, lifetimes, clock);
    }
}
