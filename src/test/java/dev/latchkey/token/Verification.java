package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.token.InvalidTokenException.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

/** Asks a {@link TokenVerifier} with the test keys, at a fixed time. */
final class Verification {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final TokenVerifier VERIFIER =
            TestTokenConfig.standard().newVerifier(Clock.fixed(NOW, ZoneOffset.UTC));

    private Verification() {}

    static TestTokens access() {
        return TestTokens.access(NOW);
    }

    static TestTokens refresh() {
        return TestTokens.refresh(NOW);
    }

    static VerifiedToken assertAccepted(TokenType type, TestTokens token) {
        return assertDoesNotThrow(() -> VERIFIER.verify(token.compact(), type));
    }

    static void assertRejected(Reason reason, TestTokens accessToken) {
        assertRejected(reason, TokenType.ACCESS, accessToken.compact());
    }

    static void assertRejected(Reason reason, TokenType type, String token) {
        assertRejected(Set.of(reason), type, token);
    }

    /** Besides, the exception tells nothing of the token, neither itself nor through a cause. */
    static void assertRejected(Set<Reason> reasons, TokenType type, String token) {
        InvalidTokenException e = assertThrows(InvalidTokenException.class, () -> VERIFIER.verify(token, type));
        assertTrue(reasons.contains(e.reason()), () -> e.reason() + " is none of " + reasons);
        assertEquals(e.reason().name(), e.getMessage());
        assertNull(e.getCause());
        assertEquals(0, e.getSuppressed().length);
    }
}
