package dev.latchkey.session;

import static dev.latchkey.Problems.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.latchkey.Parallel;
import dev.latchkey.ShiftableClock;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.client.ClientAddress;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.settings.Settings;
import dev.latchkey.token.Lifetimes;
import dev.latchkey.token.TestTokens;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How many sessions a user may have: here three. Each {@link SessionLimit} is that of another replica. */
@QuarkusTest
class SessionLimitTest {
    private static final int PER_USER = 3;
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

    @Nested
    class OneMore {

        @Test
        void endsTheOneUsedLeastRecently() {
            String user = TestTokens.newSubject();
            List<Session> three = beginInTurn(user, 3);
            use(three.get(0));
            Session fourth = begin(user);
            assertEquals(List.of(fourth.id(), three.get(0).id(), three.get(2).id()), idsOfLive(user));
        }

        /** Both of its tokens, on each replica, with an end that is confirmed. */
        @Test
        void endsItForReal() {
            SignedInUser first = TestUsers.register();
            String id = TestTokens.sessionOf(first.refreshToken());
            clock.advance(Duration.ofSeconds(1));
            beginInTurn(first.id(), 3);
            TestUsers.details(first.accessToken()).then().spec(problem(403, "revoked_token"));
            TestUsers.refresh(first.refreshToken()).then().spec(problem(403, "revoked_token"));
            assertNotNull(sessions.find(id).orElseThrow().deniedAt());
        }

        @Test
        void leavesOtherUsersAlone() {
            String other = TestTokens.newSubject();
            List<Session> kept = beginInTurn(other, 3);
            beginInTurn(TestTokens.newSubject(), 5);
            assertEquals(kept.size(), idsOfLive(other).size());
        }

        @Test
        void isNeverTheOneThatEndsThoughItsReplicasClockIsBehind() {
            String user = TestTokens.newSubject();
            clock.advance(Duration.ofSeconds(3));
            List<Session> three = beginInTurn(user, 3);
            clock.reset();
            Session fourth = begin(user);
            assertEquals(fourth.id(), idsOfLive(user).get(0));
            assertEquals(PER_USER, idsOfLive(user).size());
            assertFalse(idsOfLive(user).contains(three.get(0).id()));
        }

        @Test
        void finishesWhatWasLeftHalfEnded() {
            String user = TestTokens.newSubject();
            Session half = insert(user);
            sessions.revoke(half.id(), clock.instant());
            beginInTurn(user, 4);
            assertNotNull(sessions.find(half.id()).orElseThrow().deniedAt());
        }
    }

    @Nested
    class Pile {

        @Test
        void isListedNoLongerThanTheLimit() {
            String user = TestTokens.newSubject();
            IntStream.range(0, 10).forEach(i -> insert(user));
            assertEquals(PER_USER, limit().live(user).size());
        }

        /** No login pays for all of it. */
        @Test
        void shrinksByABatchWithEachLogin() {
            String user = TestTokens.newSubject();
            int pile = PER_USER + SessionEndings.BATCH + 50;
            IntStream.range(0, pile).forEach(i -> insert(user));
            clock.advance(Duration.ofSeconds(1));
            begin(user);
            assertEquals(PER_USER + 51, allLive(user).size());
            begin(user);
            assertEquals(PER_USER, allLive(user).size());
        }
    }

    /** Parallel logins and refreshes on several replicas leave exactly as many as there may be. */
    @Nested
    class Race {
        private static final int ROUNDS = 40;

        @Test
        void ofLoginsLeavesExactlyTheLimit() throws Exception {
            for (int round = 0; round < ROUNDS; round++) {
                String user = TestTokens.newSubject();
                beginInTurn(user, round % 5);
                Parallel.race(8, () -> begin(user));
                assertEquals(PER_USER, allLive(user).size());
            }
        }

        @Test
        void ofLoginsAndRefreshesLeavesExactlyTheLimit() throws Exception {
            for (int round = 0; round < ROUNDS; round++) {
                String user = TestTokens.newSubject();
                List<Session> before = beginInTurn(user, 3);
                List<Callable<Session>> callers = new ArrayList<>();
                before.forEach(session -> callers.add(() -> use(session)));
                IntStream.range(0, 5).forEach(i -> callers.add(() -> begin(user)));
                Parallel.race(callers);
                assertEquals(PER_USER, allLive(user).size());
            }
        }

        @Test
        void ofLoginsLeavesOneIfThatIsTheLimit() throws Exception {
            for (int round = 0; round < ROUNDS; round++) {
                String user = TestTokens.newSubject();
                Parallel.race(4, () -> begin(user, 1));
                assertEquals(1, allLive(user).size());
            }
        }
    }

    private Session begin(String user) {
        return begin(user, PER_USER);
    }

    private Session begin(String user, int perUser) {
        Session session = insert(user);
        limit(perUser).makeRoomFor(session);
        return session;
    }

    private List<Session> beginInTurn(String user, int many) {
        List<Session> begun = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            begun.add(begin(user));
            clock.advance(Duration.ofMillis(10));
        }
        return begun;
    }

    private Session insert(String user) {
        Instant now = clock.instant();
        String id = TokenId.newSessionId(now);
        Session session = Session.begin(id, user, now, lifetimes.endOfSession(id, now), CLIENT);
        sessions.insert(session);
        return session;
    }

    private Session use(Session session) {
        Instant now = clock.instant();
        VerifiedToken token = new VerifiedToken(
                TokenType.REFRESH,
                session.refreshJti(),
                session.id(),
                session.userId(),
                now,
                session.expiresAt(),
                null,
                null);
        return sessions.rotate(token, now, session.expiresAt(), CLIENT).orElse(null);
    }

    private List<String> idsOfLive(String user) {
        return allLive(user).stream().map(Session::id).toList();
    }

    private List<Session> allLive(String user) {
        return limit(10_000).live(user);
    }

    private SessionLimit limit() {
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
