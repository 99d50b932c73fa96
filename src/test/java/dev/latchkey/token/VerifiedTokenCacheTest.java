package dev.latchkey.token;

import static dev.latchkey.token.Verification.NOW;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.MutableClock;
import dev.latchkey.token.InvalidTokenException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** That a token which comes again is not parsed again, and that nothing else is different for it. */
class VerifiedTokenCacheTest {
    private static final int FLOOD = 20_000;

    private final TestTokenConfig config = TestTokenConfig.standard();
    private final MutableClock clock = new MutableClock(NOW);
    private final VerifiedTokenCache cache = new VerifiedTokenCache(config, clock);
    private final TokenVerifier verifier = config.newVerifier(cache, clock);
    private final String token = TestTokens.access(NOW).compact();

    @Nested
    class Contents {
        @Test
        void hasATokenThatComesAgain() throws InvalidTokenException {
            VerifiedToken first = verifier.verify(token, TokenType.ACCESS);
            VerifiedToken second = verifier.verify(new String(token.toCharArray()), TokenType.ACCESS);

            assertEquals(first, second);
            assertEquals(1, cache.stats().hitCount());
            assertEquals(1, cache.stats().missCount());
        }

        @Test
        void hasNoRefreshToken() throws InvalidTokenException {
            verifier.verify(TestTokens.refresh(NOW).compact(), TokenType.REFRESH);

            assertEquals(0, cache.size());
        }

        @Test
        void hasNoTokenThatIsGenuineButExpired() {
            clock.advance(TestTokens.ACCESS_TTL);

            assertRejects(Reason.EXPIRED, token, TokenType.ACCESS);

            assertEquals(0, cache.size());
        }

        @Test
        void isEmptyWithoutRoom() throws InvalidTokenException {
            VerifiedTokenCache none = new VerifiedTokenCache(config.withCacheBytes(0), clock);

            config.newVerifier(none, clock).verify(token, TokenType.ACCESS);

            assertEquals(0, none.size());
        }

        @Test
        void isNotPrinted() throws InvalidTokenException {
            verifier.verify(token, TokenType.ACCESS);

            assertFalse(cache.toString().contains(token));
        }
    }

    @Nested
    class ATokenThatIsKnown {
        @Test
        void isRefusedFromTheVerySecondOfItsExpiry() {
            assertAccepts();
            clock.advance(TestTokens.ACCESS_TTL.minusMillis(1));
            assertAccepts();

            clock.advance(Duration.ofMillis(1));

            assertRejects(Reason.EXPIRED, token, TokenType.ACCESS);
            assertEquals(0, cache.size());
        }

        @Test
        void isRefusedWhenTheClockIsSetBackToBeforeItWasIssued() {
            assertAccepts();

            clock.set(NOW.minusSeconds(60));

            assertRejects(Reason.ISSUED_IN_THE_FUTURE, token, TokenType.ACCESS);
        }

        @Test
        void isRefusedByAShorterLifetime() {
            assertAccepts();
            clock.advance(Duration.ofMinutes(5));

            TokenVerifier shorter = config.withAccessTtl(Duration.ofMinutes(5)).newVerifier(cache, clock);

            assertRejects(shorter, Reason.EXPIRED, token, TokenType.ACCESS);
        }

        @Test
        void isRefusedOnceItsKeyIsNoLongerConfigured() {
            assertAccepts();
            TestTokenConfig replaced = config.withKeys("k".repeat(32), TestTokens.REFRESH_KEY);

            assertRejects(replaced.newVerifier(cache, clock), Reason.BAD_SIGNATURE, token, TokenType.ACCESS);

            TokenVerifier stillThere =
                    replaced.withPreviousKeys(TestTokens.ACCESS_KEY, " ").newVerifier(cache, clock);
            assertDoesNotThrow(() -> stillThere.verify(token, TokenType.ACCESS));
            assertEquals(1, cache.stats().missCount());
        }

        @Test
        void isRefusedAsTheOtherKind() {
            assertAccepts();

            assertRejects(Reason.WRONG_HEADER, token, TokenType.REFRESH);
        }

        @Test
        void vouchesForNoOtherSpellingOfIt() {
            assertAccepts();
            for (int at = 0; at < token.length(); at++) {
                char changed = token.charAt(at) == 'A' ? 'B' : 'A';
                String other = token.substring(0, at) + changed + token.substring(at + 1);
                assertThrows(InvalidTokenException.class, () -> verifier.verify(other, TokenType.ACCESS));
            }
            for (String other : new String[] {token + '=', token + ' ', token + ".", " " + token}) {
                assertThrows(InvalidTokenException.class, () -> verifier.verify(other, TokenType.ACCESS));
            }
            assertEquals(1, cache.size());
        }

        private void assertAccepts() {
            assertDoesNotThrow(() -> verifier.verify(token, TokenType.ACCESS));
        }
    }

    @Nested
    class AFlood {
        @Test
        void ofGarbageLeavesItEmpty() {
            int dot = token.lastIndexOf('.');
            for (int i = 0; i < FLOOD; i++) {
                String other = TestTokens.access(NOW).compact();
                String forged = other.substring(0, other.lastIndexOf('.')) + token.substring(dot);
                assertRejects(Reason.BAD_SIGNATURE, forged, TokenType.ACCESS);
            }
            tell("garbage");
            assertEquals(0, cache.size());
            assertEquals(0, cache.bytes());
        }

        @Test
        void ofValidTokensLeavesItWithinItsBound() throws InvalidTokenException {
            long most = 0;
            for (int i = 0; i < FLOOD; i++) {
                verifier.verify(TestTokens.access(NOW).compact(), TokenType.ACCESS);
                most = Math.max(most, cache.bytes());
            }
            tell("valid");
            assertTrue(cache.size() > 0);
            assertTrue(most <= config.cacheBytes(), most + " bytes");
        }

        private void tell(String kind) {
            System.out.printf(
                    Locale.ROOT,
                    "After %,d %s tokens: %,d in the cache, %,d of %,d bytes%n",
                    FLOOD,
                    kind,
                    cache.size(),
                    cache.bytes(),
                    config.cacheBytes());
        }
    }

    /** Caffeine picks the class of a cache by its name, which GraalVM can't see. */
    @Test
    void itsClassIsKnownToANativeImage() throws IOException {
        String file = "/META-INF/native-image/dev.latchkey/latchkey/reflect-config.json";
        try (InputStream config = VerifiedTokenCache.class.getResourceAsStream(file)) {
            String known = new String(config.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(known.contains('"' + cache.implementation().getName() + '"'));
        }
    }

    private void assertRejects(Reason reason, String text, TokenType type) {
        assertRejects(verifier, reason, text, type);
    }

    private static void assertRejects(TokenVerifier verifier, Reason reason, String text, TokenType type) {
        InvalidTokenException e = assertThrows(InvalidTokenException.class, () -> verifier.verify(text, type));
        assertEquals(reason, e.reason());
    }
}
