package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the settings in force make of tokens and sessions, also of those that began under others. */
class LifetimesTest {
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SESSION = TokenId.newSessionId(BEGUN);

    private final TestTokenConfig standard = TestTokenConfig.standard();
    private final Lifetimes lifetimes = new Lifetimes(standard);

    @Nested
    class Session {

        @Test
        void isOverWhenItIsNotRefreshed() {
            assertEquals(BEGUN.plus(Duration.ofDays(31)), lifetimes.endOfSession(SESSION, BEGUN.plus(days(1))));
        }

        @Test
        void isOverWhenItIsTooOldHoweverOftenItIsRefreshed() {
            assertEquals(BEGUN.plus(days(90)), lifetimes.endOfSession(SESSION, BEGUN.plus(days(89))));
        }

        @Test
        void endsSoonerByASettingThatIsLowered() {
            Lifetimes lowered = new Lifetimes(standard.withSessionMaxAge(days(7)));
            assertEquals(BEGUN.plus(days(7)), lowered.endOfAge(SESSION));
            assertEquals(BEGUN.plus(days(7)), lowered.endOfSession(SESSION, BEGUN.plus(days(1))));
        }
    }

    @Nested
    class AccessToken {

        @Test
        void neverOutlivesItsSession() {
            Instant late = BEGUN.plus(days(90)).minusSeconds(60);
            assertEquals(BEGUN.plus(days(90)), lifetimes.endOfAccessToken(SESSION, late));
            Lifetimes brief = new Lifetimes(standard.withRefreshTtl(Duration.ofMinutes(1)));
            assertEquals(BEGUN.plusSeconds(60), brief.endOfAccessToken(SESSION, BEGUN));
        }
    }

    @Nested
    class AnyGrant {

        /** Times have fractions, tokens have not. */
        @Test
        void isForTokensThatExpireAfterTheyAreIssued() {
            SplittableRandom random = new SplittableRandom(11);
            for (int i = 0; i < 10_000; i++) {
                Lifetimes any = new Lifetimes(standard.withRefreshTtl(millis(random, 1_000, 10_000))
                        .withSessionMaxAge(millis(random, 1_000, 10_000)));
                Instant now = BEGUN.plus(millis(random, 0, 10_000));
                Instant end = any.endOfSession(SESSION, now);
                if (now.isBefore(end)) {
                    assertTrue(end.getEpochSecond() > now.getEpochSecond(), () -> now + " to " + end);
                    grant(now, end);
                }
            }
        }

        @Test
        void isRefusedIfItsTokensWouldExpireBeforeTheyAreIssued() {
            Instant now = BEGUN.plusMillis(200);
            for (Instant end : new Instant[] {BEGUN.minusSeconds(1), BEGUN, now.plusMillis(700)}) {
                assertThrows(IllegalArgumentException.class, () -> grant(now, end));
            }
        }

        private static Grant grant(Instant now, Instant end) {
            return new Grant(TestTokens.ADA, SESSION, 0, now, end);
        }

        private static Duration millis(SplittableRandom random, int from, int to) {
            return Duration.ofMillis(random.nextInt(from, to));
        }
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }
}
