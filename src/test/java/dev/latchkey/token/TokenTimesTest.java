package dev.latchkey.token;

import static dev.latchkey.token.Verification.NOW;
import static dev.latchkey.token.Verification.access;
import static dev.latchkey.token.Verification.assertAccepted;
import static dev.latchkey.token.Verification.assertRejected;
import static dev.latchkey.token.Verification.refresh;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latchkey.MutableClock;
import dev.latchkey.token.InvalidTokenException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a token holds: up to the instant of {@code exp}, and for clocks that differ by a few seconds only. */
class TokenTimesTest {
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final MutableClock clock = new MutableClock(NOW);
    private final TokenVerifier verifier = TestTokenConfig.standard().newVerifier(clock);

    @Nested
    class Expiry {
        @ParameterizedTest
        @EnumSource
        void rejectsATokenFromItsExpiryOn(TokenType type) {
            String token = TestTokens.of(type, NOW.minusSeconds(30))
                    .expiresAt(NOW.plusSeconds(30))
                    .compact();

            assertAcceptedAt(NOW.plusSeconds(30).minus(MILLISECOND), type, token);
            assertRejectedAt(NOW.plusSeconds(30), Reason.EXPIRED, type, token);
            assertRejectedAt(NOW.plusSeconds(30).plus(MILLISECOND), Reason.EXPIRED, type, token);
            assertRejectedAt(NOW.plus(Duration.ofDays(36_500)), Reason.EXPIRED, type, token);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "1", "-0", "1000000000"})
        void rejectsOneInThePast(String seconds) {
            assertRejected(Reason.EXPIRED, access().rawClaim("exp", seconds));
        }

        @Test
        void rejectsATokenThatExpiredBeforeItWasIssued() {
            assertRejected(Reason.EXPIRED, access().issuedAt(NOW.plusSeconds(3)).expiresAt(NOW));
        }
    }

    @Nested
    class Lifetime {
        private final Instant issuedAt = NOW.minus(TestTokens.ACCESS_TTL);

        @Test
        void endsForAnAccessTokenWithTheConfiguredOneWhateverItSays() {
            String token = TestTokens.access(issuedAt)
                    .expiresAt(NOW.plus(Duration.ofDays(365)))
                    .compact();

            assertAcceptedAt(NOW.minus(MILLISECOND), TokenType.ACCESS, token);
            assertRejectedAt(NOW, Reason.EXPIRED, TokenType.ACCESS, token);
        }

        @Test
        void isShortenedForTokensThatAreOutAlready() {
            TokenVerifier shorter = TestTokenConfig.standard()
                    .withAccessTtl(Duration.ofMinutes(5))
                    .newVerifier(clock);
            String token = access().compact();
            clock.advance(Duration.ofMinutes(5));

            InvalidTokenException e =
                    assertThrows(InvalidTokenException.class, () -> shorter.verify(token, TokenType.ACCESS));
            assertEquals(Reason.EXPIRED, e.reason());
            assertAcceptedAt(clock.instant(), TokenType.ACCESS, token);
        }

        @Test
        void endsForARefreshTokenWithTheConfiguredOneWhateverItSays() {
            String token = refresh().expiresAt(NOW.plus(Duration.ofDays(365))).compact();

            assertAcceptedAt(NOW.plus(TestTokens.REFRESH_TTL).minus(MILLISECOND), TokenType.REFRESH, token);
            assertRejectedAt(NOW.plus(TestTokens.REFRESH_TTL), Reason.EXPIRED, TokenType.REFRESH, token);
        }

        /** Whoever takes its refresh token ends the session: that one is let through. */
        @Test
        void endsForAnAccessTokenWithTheAgeOfItsSession() throws InvalidTokenException {
            TokenVerifier shorter = TestTokenConfig.standard()
                    .withSessionMaxAge(Duration.ofDays(7))
                    .newVerifier(clock);
            String old = TokenId.newSessionId(NOW.minus(Duration.ofDays(7)));
            String younger = TokenId.newSessionId(NOW.minus(Duration.ofDays(7)).plusSeconds(1));

            InvalidTokenException e = assertThrows(
                    InvalidTokenException.class,
                    () -> shorter.verify(access().claim("sid", old).compact(), TokenType.ACCESS));
            assertEquals(Reason.EXPIRED, e.reason());
            shorter.verify(access().claim("sid", younger).compact(), TokenType.ACCESS);
            shorter.verify(refresh().claim("sid", old).compact(), TokenType.REFRESH);
        }
    }

    @Nested
    class Beginning {
        @ParameterizedTest
        @ValueSource(strings = {"iat", "nbf"})
        void mayBeFiveSecondsAheadAndNoMore(String claim) {
            long now = NOW.getEpochSecond();

            assertAccepted(TokenType.ACCESS, access().claim(claim, now + 5));
            assertRejected(Reason.ISSUED_IN_THE_FUTURE, access().claim(claim, now + 6));
            assertAccepted(TokenType.REFRESH, refresh().claim(claim, now + 5));
            assertRejected(
                    Reason.ISSUED_IN_THE_FUTURE,
                    TokenType.REFRESH,
                    refresh().claim(claim, now + 6).compact());
        }

        @ParameterizedTest
        @ValueSource(strings = {"iat", "nbf"})
        void isMeasuredToTheMillisecond(String claim) {
            String token = access().claim(claim, NOW.getEpochSecond() + 5).compact();

            assertRejectedAt(NOW.minus(MILLISECOND), Reason.ISSUED_IN_THE_FUTURE, TokenType.ACCESS, token);
            assertAcceptedAt(NOW, TokenType.ACCESS, token);
        }

        @Test
        void mayBeInThePast() {
            assertAccepted(
                    TokenType.ACCESS, access().issuedAt(NOW.minusSeconds(600)).claim("nbf", 0));
        }
    }

    @Nested
    class Dates {
        static Stream<String> notADate() {
            return Stream.of(
                    "-1",
                    "-9223372036854775808",
                    "253402300800",
                    "9223372036854775807",
                    "9223372036854775808",
                    "18446744073709551616",
                    "1" + "0".repeat(500),
                    "1e400",
                    "-1e400",
                    "1.8e9",
                    "1800000000.0",
                    "1800000000.5",
                    "\"1800000000\"",
                    "\"NaN\"",
                    "null",
                    "false",
                    "[]",
                    "{}");
        }

        @ParameterizedTest
        @MethodSource("notADate")
        void rejectsWhatIsNoWholeNumberOfSeconds(String json) {
            for (String claim : new String[] {"exp", "iat", "nbf"}) {
                assertRejected(Reason.BAD_CLAIM, access().rawClaim(claim, json));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "0x7fffffff", "01800000000", "+1800000000", "1_800"})
        void rejectsWhatIsNoNumberInJson(String json) {
            assertRejected(Reason.MALFORMED, access().rawClaim("exp", json));
        }

        @Test
        void acceptsTheLastSecondOfTheYear9999() {
            Instant last = Instant.parse("9999-12-31T23:59:59Z");

            assertEquals(
                    last,
                    assertAccepted(TokenType.REFRESH, refresh().expiresAt(last)).expiresAt());
        }

        @Test
        void acceptsTheFirstSecondOf1970() throws InvalidTokenException {
            String token = refresh().issuedAt(Instant.EPOCH).compact();
            clock.set(Instant.EPOCH);
            assertEquals(
                    Instant.EPOCH, verifier.verify(token, TokenType.REFRESH).issuedAt());
        }
    }

    private void assertAcceptedAt(Instant now, TokenType type, String token) {
        clock.set(now);
        assertDoesNotThrow(() -> verifier.verify(token, type));
    }

    private void assertRejectedAt(Instant now, Reason reason, TokenType type, String token) {
        clock.set(now);
        InvalidTokenException e = assertThrows(InvalidTokenException.class, () -> verifier.verify(token, type));
        assertEquals(reason, e.reason());
    }
}
