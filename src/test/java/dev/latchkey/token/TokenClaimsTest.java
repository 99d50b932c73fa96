package dev.latchkey.token;

import static dev.latchkey.token.Verification.NOW;
import static dev.latchkey.token.Verification.access;
import static dev.latchkey.token.Verification.assertAccepted;
import static dev.latchkey.token.Verification.assertRejected;
import static dev.latchkey.token.Verification.refresh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.MutableClock;
import dev.latchkey.token.InvalidTokenException.Reason;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The claims: each has to be there, and of the one type and form in which we issue it. */
class TokenClaimsTest {
    private static final List<String> TEXTS = List.of("iss", "sub", "jti", "sid", "email", "name", "aud", "client_id");
    private static final List<String> TIMES = List.of("iat", "exp");

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "jti", "sid", "iat", "exp", "email", "name"})
    void rejectsAnAccessTokenThatLacksOne(String name) {
        assertRejected(Reason.BAD_CLAIM, access().without(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "jti", "sid", "iat", "exp"})
    void rejectsARefreshTokenThatLacksOne(String name) {
        assertRejected(
                Reason.BAD_CLAIM, TokenType.REFRESH, refresh().without(name).compact());
    }

    static Stream<Arguments> ofTheWrongType() {
        Stream<Arguments> texts = TEXTS.stream().flatMap(name -> Stream.of(
                        "null",
                        "true",
                        "7",
                        "1.5",
                        "[]",
                        "{}",
                        "{\"$gt\":\"\"}",
                        "[\"" + TestTokens.SUBJECT + "\"]",
                        "[\"latchkey\"]")
                .map(json -> Arguments.of(name, json)));
        Stream<Arguments> times = TIMES.stream().flatMap(name -> Stream.of(
                        "null",
                        "true",
                        "\"\"",
                        "\"" + NOW.getEpochSecond() + '"',
                        "\"" + NOW + '"',
                        "[]",
                        "[" + NOW.getEpochSecond() + ']',
                        "{}",
                        "{\"$gt\":0}")
                .map(json -> Arguments.of(name, json)));
        Stream<Arguments> others = Stream.of(
                        Map.entry("email_verified", List.of("null", "\"true\"", "1", "[]", "[true]", "{}")),
                        Map.entry(
                                "roles",
                                List.of(
                                        "null",
                                        "true",
                                        "7",
                                        "\"admin\"",
                                        "{}",
                                        "{\"0\":\"admin\"}",
                                        "[null]",
                                        "[7]",
                                        "[[\"admin\"]]",
                                        "[\"admin\",{}]")),
                        Map.entry("claims", List.of("null", "true", "7", "\"{}\"", "[]", "[{}]")))
                .flatMap(claim -> claim.getValue().stream().map(json -> Arguments.of(claim.getKey(), json)));
        return Stream.of(texts, times, others).flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("ofTheWrongType")
    void rejectsOneOfTheWrongType(String name, String json) {
        assertRejected(Reason.BAD_CLAIM, access().rawClaim(name, json));
    }

    /** As in tokens that are older than these claims. */
    @Nested
    class ThatMayBeMissing {
        @Test
        void vouchesForNoEmailWithoutEmailVerified() {
            assertFalse(assertAccepted(TokenType.ACCESS, access().without("email_verified"))
                    .emailVerified());
            assertFalse(assertAccepted(TokenType.ACCESS, access().claim("email_verified", false))
                    .emailVerified());
            assertTrue(assertAccepted(TokenType.ACCESS, access()).emailVerified());
        }

        @Test
        void knowsNoAudienceOrClientWithoutThem() {
            VerifiedToken without =
                    assertAccepted(TokenType.ACCESS, access().without("aud").without("client_id"));
            VerifiedToken with = assertAccepted(TokenType.ACCESS, access());

            assertNull(without.audience());
            assertNull(without.clientId());
            assertEquals(TestTokens.ISSUER, with.audience());
            assertEquals(TestTokens.CLIENT_ID, with.clientId());
        }

        @Test
        void knowsNoRolesOrClaimsWithoutThem() {
            VerifiedToken without = assertAccepted(TokenType.ACCESS, access());
            VerifiedToken with = assertAccepted(
                    TokenType.ACCESS,
                    access().claim("roles", List.of("admin", "editor")).claim("claims", Map.of("tenant", "acme")));

            assertEquals(List.of(), without.roles());
            assertNull(without.claims());
            assertEquals(List.of("admin", "editor"), with.roles());
            assertEquals("{\"tenant\":\"acme\"}", with.claims());
        }
    }

    @Nested
    class Issuer {
        @ParameterizedTest
        @ValueSource(strings = {"", "Latchkey", "latchkey ", " latchkey", "latchkey/", "https://latchkey", "latch"})
        void rejectsAnother(String issuer) {
            assertRejected(Reason.WRONG_ISSUER, access().claim("iss", issuer));
            assertRejected(
                    Reason.WRONG_ISSUER,
                    TokenType.REFRESH,
                    refresh().claim("iss", issuer).compact());
        }

        @Test
        void goesByTheConfiguredOne() throws InvalidTokenException {
            TokenVerifier verifier = TestTokenConfig.standard()
                    .withIssuer("https://auth.example")
                    .newVerifier(new MutableClock(NOW));
            String theirs = access().claim("iss", "https://auth.example").compact();

            assertEquals(
                    TestTokens.SUBJECT,
                    verifier.verify(theirs, TokenType.ACCESS).subject());
            InvalidTokenException e = assertThrows(
                    InvalidTokenException.class, () -> verifier.verify(access().compact(), TokenType.ACCESS));
            assertEquals(Reason.WRONG_ISSUER, e.reason());
        }
    }

    @Nested
    class Ids {
        static Stream<Arguments> notOurForm() {
            return Stream.of("jti", "sid").flatMap(name -> Stream.of(
                            "",
                            " ",
                            "a",
                            "a".repeat(21),
                            "a".repeat(23),
                            "a".repeat(5000),
                            "a".repeat(20) + "==",
                            "a".repeat(21) + '+',
                            "a".repeat(21) + '/',
                            "a".repeat(21) + ':',
                            "a".repeat(21) + '*',
                            "a".repeat(21) + ' ',
                            "a".repeat(21) + '\n',
                            "a".repeat(22) + '\n',
                            "a".repeat(21) + '\u0000',
                            "a".repeat(21) + 'é',
                            "a".repeat(21) + '\u0661',
                            "{07}:epoch\r\nFLUSHALL\r\n")
                    .map(value -> Arguments.of(name, value)));
        }

        @ParameterizedTest
        @MethodSource("notOurForm")
        void rejectsWhatIsNotOurForm(String name, String value) {
            assertRejected(Reason.BAD_CLAIM, access().claim(name, value));
        }

        @ParameterizedTest
        @ValueSource(strings = {"jti", "sid"})
        void rejectsTenKilobytes(String name) {
            assertRejected(Reason.MALFORMED, access().claim(name, "a".repeat(10_240)));
        }

        @Test
        void acceptsEveryCharacterOfBase64Url() {
            VerifiedToken verified = assertAccepted(
                    TokenType.ACCESS,
                    access().claim("jti", "ABCXYZabcxyz0123456789").claim("sid", "-_-_-_-_-_-_-_-_-_-_-_"));

            assertEquals("ABCXYZabcxyz0123456789", verified.id());
            assertEquals("-_-_-_-_-_-_-_-_-_-_-_", verified.sessionId());
        }
    }

    @Nested
    class Subject {
        static Stream<String> notOurForm() {
            return Stream.of(
                    "",
                    "0123456789abcdef0123456",
                    "0123456789abcdef012345678",
                    "0123456789ABCDEF01234567",
                    "0123456789abcdeg01234567",
                    " 123456789abcdef01234567",
                    "0123456789abcdef01234567\n",
                    "0123456789abcdef0123456\n",
                    "0123456789abcdef0123456\u0661",
                    "0".repeat(5000));
        }

        @ParameterizedTest
        @MethodSource("notOurForm")
        void rejectsWhatIsNotOurForm(String subject) {
            assertRejected(Reason.BAD_CLAIM, access().claim("sub", subject));
        }
    }

    @Test
    void ignoresClaimsThatItDoesNotKnow() {
        TestTokens token = access().claim("admin", true)
                .claim("groups", List.of("admin"))
                .claim("sub ", "f".repeat(24))
                .claim("nested", Map.of("sub", "f".repeat(24)));

        assertEquals(TestTokens.SUBJECT, assertAccepted(TokenType.ACCESS, token).subject());
    }
}
