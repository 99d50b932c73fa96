package dev.latchkey.token;

import static dev.latchkey.token.Verification.NOW;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three steps by which a key is replaced without anybody noticing. */
class KeyReplacementTest {
    private static final String NEW_ACCESS_KEY = "new-access-key-0123456789-0123456789";
    private static final String NEW_REFRESH_KEY = "new-refresh-key-0123456789-0123456789";

    private static final TestTokenConfig BEFORE = TestTokenConfig.standard();
    private static final TestTokenConfig AFTER = BEFORE.withKeys(NEW_ACCESS_KEY, NEW_REFRESH_KEY);

    private static final TestTokenConfig NEW_ONE_VERIFIES = BEFORE.withPreviousKeys(NEW_ACCESS_KEY, NEW_REFRESH_KEY);
    private static final TestTokenConfig NEW_ONE_SIGNS =
            AFTER.withPreviousKeys(TestTokens.ACCESS_KEY, TestTokens.REFRESH_KEY);

    @ParameterizedTest
    @EnumSource
    void replicasOfTheFirstStepAcceptTokensOfAllReplicasOfTheSecond(TokenType type) {
        assertAccepts(NEW_ONE_VERIFIES, type, newToken(type));
        assertAccepts(NEW_ONE_VERIFIES, type, oldToken(type));
    }

    @ParameterizedTest
    @EnumSource
    void replicasOfTheSecondStepAcceptTokensOfAllReplicasOfTheFirst(TokenType type) {
        assertAccepts(NEW_ONE_SIGNS, type, oldToken(type));
        assertAccepts(NEW_ONE_SIGNS, type, newToken(type));
    }

    @ParameterizedTest
    @EnumSource
    void theLastStepEndsTheOldKey(TokenType type) {
        assertAccepts(AFTER, type, newToken(type));
        assertRejects(AFTER, type, oldToken(type));
    }

    @ParameterizedTest
    @EnumSource
    void aPreviousKeyIsOneOfItsKindOnly(TokenType type) {
        TokenType other = type == TokenType.ACCESS ? TokenType.REFRESH : TokenType.ACCESS;
        TestTokens forged = TestTokens.of(type, NOW).signedWith(TestTokens.keyOf(other));
        assertRejects(NEW_ONE_SIGNS, type, forged);
    }

    @ParameterizedTest
    @EnumSource
    void aPreviousKeyOfBlanksIsNone(TokenType type) {
        TestTokenConfig blank = BEFORE.withPreviousKeys(" ", " ");
        assertAccepts(blank, type, oldToken(type));
        assertRejects(blank, type, TestTokens.of(type, NOW).signedWith(" "));
    }

    @Test
    void aKeyThatIsTooShortVerifiesNothing() {
        assertThrows(IllegalArgumentException.class, () -> verifier(BEFORE.withPreviousKeys("short", NEW_REFRESH_KEY)));
    }

    private static TestTokens oldToken(TokenType type) {
        return TestTokens.of(type, NOW);
    }

    private static TestTokens newToken(TokenType type) {
        return TestTokens.of(type, NOW).signedWith(type == TokenType.ACCESS ? NEW_ACCESS_KEY : NEW_REFRESH_KEY);
    }

    private static void assertAccepts(TestTokenConfig config, TokenType type, TestTokens token) {
        assertDoesNotThrow(() -> verifier(config).verify(token.compact(), type));
    }

    private static void assertRejects(TestTokenConfig config, TokenType type, TestTokens token) {
        assertThrows(InvalidTokenException.class, () -> verifier(config).verify(token.compact(), type));
    }

    private static TokenVerifier verifier(TestTokenConfig config) {
        return config.newVerifier(Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
