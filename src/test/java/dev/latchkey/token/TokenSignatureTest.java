package dev.latchkey.token;

import static dev.latchkey.token.Verification.NOW;
import static dev.latchkey.token.Verification.access;
import static dev.latchkey.token.Verification.assertAccepted;
import static dev.latchkey.token.Verification.assertRejected;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.MutableClock;
import dev.latchkey.token.InvalidTokenException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The signature: made with the key of the kind of token that is asked for, and over exactly this token. */
class TokenSignatureTest {
    private static final String BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Nested
    class Keys {
        static Stream<String> wrongKeys() {
            return Stream.of(
                    "",
                    "secret",
                    "password",
                    "changeme",
                    "your-256-bit-secret",
                    "unset",
                    "latchkey",
                    "a".repeat(32),
                    TestTokens.ACCESS_KEY + ' ',
                    TestTokens.ACCESS_KEY.substring(1),
                    TestTokens.ACCESS_KEY.toUpperCase(Locale.ROOT),
                    Base64.getEncoder().encodeToString(TestTokens.ACCESS_KEY.getBytes(StandardCharsets.UTF_8)));
        }

        @ParameterizedTest
        @MethodSource("wrongKeys")
        void rejectsAnyOther(String key) {
            assertRejected(Reason.BAD_SIGNATURE, access().signedWith(key));
        }

        @ParameterizedTest
        @EnumSource
        void rejectsTheKeyOfTheOtherKind(TokenType type) {
            String token = TestTokens.of(type, NOW)
                    .signedWith(TestTokens.keyOf(other(type)))
                    .compact();

            assertRejected(Reason.BAD_SIGNATURE, type, token);
        }

        @ParameterizedTest
        @EnumSource
        void rejectsOneKindWhereTheOtherBelongs(TokenType type) {
            assertRejected(
                    Reason.WRONG_HEADER, type, TestTokens.of(other(type), NOW).compact());
        }

        @ParameterizedTest
        @EnumSource
        void rejectsOneKindWhereTheOtherBelongsAlsoWithItsKey(TokenType type) {
            TestTokens token = TestTokens.of(other(type), NOW).signedWith(TestTokens.keyOf(type));

            assertRejected(Reason.WRONG_HEADER, type, token.compact());
        }

        @ParameterizedTest
        @EnumSource
        void rejectsOneKindWhereTheOtherBelongsAlsoWithItsType(TokenType type) {
            TestTokens token = TestTokens.of(other(type), NOW).header("typ", type.headerType());

            assertRejected(Reason.BAD_SIGNATURE, type, token.compact());
        }

        @Test
        void rejectsASecretThatTheTokenBringsAlong() {
            String secret = "attacker-0123456789-0123456789-0123456789";
            String encoded =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            TestTokens token = access().header("kid", secret)
                    .header("jwk", Map.of("kty", "oct", "alg", "HS256", "k", encoded))
                    .signedWith(secret);

            assertRejected(Reason.BAD_SIGNATURE, token);
        }

        @ParameterizedTest
        @CsvSource({
            "RSA, SHA256withRSA, RS256",
            "RSA, SHA256withRSA, HS256",
            "EC, SHA256withECDSAinP1363Format, ES256",
            "EC, SHA256withECDSAinP1363Format, HS256"
        })
        void rejectsAKeyPairThatTheTokenBringsAlong(String family, String algorithm, String alg)
                throws GeneralSecurityException {
            KeyPair pair = KeyPairGenerator.getInstance(family).generateKeyPair();
            String key = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(pair.getPublic().getEncoded());
            TestTokens token = access().header("alg", alg)
                    .header("jwk", Map.of("kty", family, "n", key, "e", "AQAB"))
                    .signedWith(pair.getPrivate(), algorithm);

            assertRejected(alg.equals("HS256") ? Reason.BAD_SIGNATURE : Reason.WRONG_HEADER, token);
        }

        @Test
        void goesByTheConfiguredOnes() throws InvalidTokenException {
            TestTokenConfig swapped =
                    TestTokenConfig.standard().withKeys(TestTokens.REFRESH_KEY, TestTokens.ACCESS_KEY);
            TokenVerifier verifier = swapped.newVerifier(new MutableClock(NOW));

            VerifiedToken verified =
                    verifier.verify(access().signedWith(TestTokens.REFRESH_KEY).compact(), TokenType.ACCESS);

            assertEquals(TestTokens.SUBJECT, verified.subject());
        }

        private static TokenType other(TokenType type) {
            return type == TokenType.ACCESS ? TokenType.REFRESH : TokenType.ACCESS;
        }
    }

    @Nested
    class Tampering {
        private final TestTokens good = access();
        private final String token = good.compact();
        private final int firstDot = token.indexOf('.');
        private final int secondDot = token.lastIndexOf('.');

        @Test
        void startsFromAGoodToken() {
            assertAccepted(TokenType.ACCESS, good);
        }

        @Test
        void rejectsEveryChangeOfACharacter() {
            for (int at = 0; at < token.length(); at++) {
                for (char c : BASE64URL.toCharArray()) {
                    if (c != token.charAt(at)) {
                        String changed = token.substring(0, at) + c + token.substring(at + 1);
                        assertRejected(reasons(at), TokenType.ACCESS, changed);
                    }
                }
            }
        }

        @Test
        void rejectsEveryPartOfAToken() {
            for (int length = 0; length < token.length(); length++) {
                Reason reason = length <= secondDot ? Reason.MALFORMED : Reason.BAD_SIGNATURE;
                assertRejected(reason, TokenType.ACCESS, token.substring(0, length));
            }
        }

        @Test
        void rejectsATokenThatGoesOn() {
            for (char c : BASE64URL.toCharArray()) {
                assertRejected(Reason.BAD_SIGNATURE, TokenType.ACCESS, token + c);
            }
        }

        @Test
        void rejectsTheSignatureOfAnotherToken() {
            String stolen = access().compact();

            assertRejected(
                    Reason.BAD_SIGNATURE,
                    TokenType.ACCESS,
                    token.substring(0, secondDot) + stolen.substring(stolen.lastIndexOf('.')));
        }

        @Test
        void rejectsTheRightBytesInAnotherEncoding() {
            assertRejected(Reason.BAD_SIGNATURE, access().signatureSegment(signature -> {
                byte[] bytes = Base64.getUrlDecoder().decode(signature);
                return HexFormat.of().formatHex(bytes);
            }));
        }

        private Set<Reason> reasons(int at) {
            if (at == firstDot || at == secondDot) {
                return EnumSet.of(Reason.MALFORMED);
            }
            return at < firstDot ? EnumSet.of(Reason.MALFORMED, Reason.WRONG_HEADER) : EnumSet.of(Reason.BAD_SIGNATURE);
        }
    }
}
