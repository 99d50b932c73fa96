package dev.latchkey.token;

import static dev.latchkey.token.Verification.NOW;
import static dev.latchkey.token.Verification.access;
import static dev.latchkey.token.Verification.assertAccepted;
import static dev.latchkey.token.Verification.assertRejected;
import static dev.latchkey.token.Verification.refresh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latchkey.MutableClock;
import dev.latchkey.token.InvalidTokenException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the verifier reads out of a good token, and which of several faults it tells. What makes a token bad is in the
 * tests of its header, signature, encoding, claims and times.
 */
class TokenVerifierTest {
    private static final Instant SESSION_END = NOW.plus(TestTokens.REFRESH_TTL);

    @Test
    void readsEveryClaimOfAnAccessToken() {
        TestTokens token = access().claim("jti", "jjjjjjjjjjjjjjjjjjjjjj")
                .claim("sid", "ssssssssssssssssssssss")
                .claim("roles", List.of("admin", "editor"))
                .rawClaim("claims", "{\"plan\":\"pro\",\"seats\":3}");

        assertEquals(
                new VerifiedToken(
                        TokenType.ACCESS,
                        "jjjjjjjjjjjjjjjjjjjjjj",
                        "ssssssssssssssssssssss",
                        TestTokens.SUBJECT,
                        NOW,
                        NOW.plus(TestTokens.ACCESS_TTL),
                        TestTokens.EMAIL,
                        true,
                        TestTokens.NAME,
                        TestTokens.ISSUER,
                        TestTokens.CLIENT_ID,
                        List.of("admin", "editor"),
                        "{\"plan\":\"pro\",\"seats\":3}"),
                assertAccepted(TokenType.ACCESS, token));
    }

    @Test
    void readsEveryClaimOfARefreshToken() {
        TestTokens token = refresh().claim("jti", "jjjjjjjjjjjjjjjjjjjjjj").claim("sid", "ssssssssssssssssssssss");

        assertEquals(
                VerifiedToken.refresh(
                        "jjjjjjjjjjjjjjjjjjjjjj", "ssssssssssssssssssssss", TestTokens.SUBJECT, NOW, SESSION_END),
                assertAccepted(TokenType.REFRESH, token));
    }

    @Test
    void takesNoEmailAndNoNameFromARefreshToken() {
        TestTokens token = refresh().claim("email", "mallory@example.com").claim("name", 7);

        VerifiedToken verified = assertAccepted(TokenType.REFRESH, token);

        assertNull(verified.email());
        assertNull(verified.name());
    }

    @ParameterizedTest
    @EnumSource
    void readsBackWhatTheIssuerMade(TokenType type) throws InvalidTokenException {
        TestTokenConfig config = TestTokenConfig.standard();
        Grant grant = grant("Ada \"O'Neil\" \\ </script> 日本 😀 \u2028");
        TokenIssuer issuer = config.newIssuer();
        String token = type == TokenType.ACCESS ? issuer.accessToken(grant) : issuer.refreshToken(grant);

        VerifiedToken verified = config.newVerifier(new MutableClock(NOW)).verify(token, type);

        boolean access = type == TokenType.ACCESS;
        VerifiedToken expected = new VerifiedToken(
                type,
                grant.tokenId(type),
                grant.sessionId(),
                grant.subject().userId(),
                NOW,
                access ? NOW.plus(TestTokens.ACCESS_TTL) : SESSION_END,
                access ? grant.subject().email() : null,
                access,
                access ? grant.subject().name() : null,
                access ? TestTokens.ISSUER : null,
                access ? TestTokens.CLIENT_ID : null,
                List.of(),
                null);
        assertEquals(expected, verified);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "\"", "語", "😀"})
    void acceptsTheLongestNameThatCanBeRegistered(String character) throws InvalidTokenException {
        TestTokenConfig config = TestTokenConfig.standard();
        Grant grant = grant(character.repeat(100));

        VerifiedToken verified = config.newVerifier(new MutableClock(NOW))
                .verify(config.newIssuer().accessToken(grant), TokenType.ACCESS);

        assertEquals(grant.subject().name(), verified.name());
    }

    @Test
    void tellsThatAnExpiredTokenIsForgedAndNotThatItIsExpired() {
        TestTokens token = access().expiresAt(NOW.minusSeconds(1)).signedWith("x".repeat(32));

        assertRejected(Reason.BAD_SIGNATURE, token);
    }

    @Test
    void tellsThatAnExpiredTokenIsIncomplete() {
        assertRejected(Reason.BAD_CLAIM, access().expiresAt(NOW.minusSeconds(1)).without("sid"));
    }

    @Test
    void looksAtTheClockAnewForEachToken() throws InvalidTokenException {
        MutableClock clock = new MutableClock(NOW);
        TokenVerifier verifier = TestTokenConfig.standard().newVerifier(clock);
        String token = access().compact();
        verifier.verify(token, TokenType.ACCESS);

        clock.advance(Duration.ofMinutes(16));

        InvalidTokenException e =
                assertThrows(InvalidTokenException.class, () -> verifier.verify(token, TokenType.ACCESS));
        assertEquals(Reason.EXPIRED, e.reason());
    }

    private static Grant grant(String name) {
        String session = "0123456789ABCDEFGHIJK_";
        return new Grant(new Subject(TestTokens.SUBJECT, TestTokens.EMAIL, name, true), session, 3, NOW, SESSION_END);
    }
}
