package dev.latchkey.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.Parallel;
import dev.latchkey.token.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parallel logins and refreshes on several replicas leave exactly as many sessions as there may be. */
@QuarkusTest
class SessionLimitRaceTest extends LimitedSessions {
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
