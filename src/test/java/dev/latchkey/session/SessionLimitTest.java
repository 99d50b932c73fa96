package dev.latchkey.session;

import static dev.latchkey.Problems.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How many sessions a user may have. */
@QuarkusTest
class SessionLimitTest extends LimitedSessions {

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
            assertNotNull(sessions.findByIdOptional(id).orElseThrow().deniedAt());
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
            assertNotNull(sessions.findByIdOptional(half.id()).orElseThrow().deniedAt());
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
}
