package dev.latchkey.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.Parallel;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The mark by which the tokens of a session are stale, up to a generation. */
@QuarkusTest
class OutdatedTest {
    private static final int ROUNDS = 200;

    @Inject
    DenyList denyList;

    @Inject
    RedisDataSource redis;

    private final String session = TokenId.newSessionId(Instant.now());
    private final Instant end = Instant.now().plus(Duration.ofMinutes(15));

    @ParameterizedTest
    @CsvSource({"2, STALE", "3, STALE", "4, CLEAR"})
    void isForAccessTokensUpToItsGeneration(int generation, Verdict verdict) throws Exception {
        outdate(3);
        assertEquals(verdict, verdictOn(generation, TokenType.ACCESS));
    }

    @Test
    void doesNotConcernRefreshTokens() throws Exception {
        outdate(3);
        assertEquals(Verdict.CLEAR, verdictOn(3, TokenType.REFRESH));
    }

    @Test
    void staysUnderALowerGenerationAndGivesWayToAHigherOne() {
        outdate(3);
        outdate(2);
        assertEquals("stale:3", entry());
        outdate(10);
        assertEquals("stale:10", entry());
        outdate(9);
        assertEquals("stale:10", entry());
    }

    @Test
    void lastsAsLongAsItIsToAndTheMargin() {
        outdate(0);
        long ttl = redis.key().ttl(Bucket.of(session).sessionKey(session));
        long expected = Duration.ofMinutes(15).plus(DenyList.MARGIN).toSeconds();
        assertTrue(Math.abs(expected - ttl) <= 2, () -> ttl + " s");
    }

    @ParameterizedTest
    @EnumSource
    void leavesADenialAsItIs(DenyReason reason) throws Exception {
        deny(reason);
        outdate(3);
        assertEquals(reason.stored(), entry());
        assertEquals(Verdict.DENIED, verdictOn(3, TokenType.ACCESS));
    }

    @Test
    void givesWayToADenial() throws Exception {
        outdate(3);
        deny(DenyReason.LOGOUT);
        assertEquals(Verdict.DENIED, verdictOn(4, TokenType.ACCESS));
    }

    @Test
    void neverWinsARaceAgainstADenial() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            redis.key().del(Bucket.of(session).sessionKey(session));
            int generation = i;
            Callable<Void> outdating = () -> {
                outdate(generation);
                return null;
            };
            Callable<Void> denying = () -> {
                deny(DenyReason.SESSION_ENDED);
                return null;
            };
            Parallel.race(List.of(outdating, denying, outdating, outdating));
            assertEquals(DenyReason.SESSION_ENDED.stored(), entry());
        }
    }

    private void outdate(int generation) {
        denyList.outdate(List.of(new Outdated(session, generation, end)));
    }

    private void deny(DenyReason reason) {
        denyList.deny(reason, List.of(Denial.ofSession(session, end)));
    }

    private String entry() {
        return redis.value(String.class).get(Bucket.of(session).sessionKey(session));
    }

    private Verdict verdictOn(int generation, TokenType type) throws Exception {
        // Past the first seconds of an epoch, in which the token would have to be vouched for.
        VerifiedToken token = new VerifiedToken(
                type,
                TokenId.of(session, generation, type),
                session,
                "0123456789abcdef01234567",
                Instant.now().plusSeconds(60),
                end,
                null,
                false,
                null,
                null,
                null,
                List.of(),
                null);
        return denyList.check(token)
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .verdict();
    }
}
