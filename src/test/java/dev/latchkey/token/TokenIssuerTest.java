package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the issuer makes of a grant: always the same, and just what the contract says. */
class TokenIssuerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant SESSION_END = NOW.plus(TestTokens.REFRESH_TTL);
    private static final String SESSION = "0123456789ABCDEFGHIJKA";
    private static final String OTHER_SESSION = "1123456789ABCDEFGHIJKA";

    private final TokenIssuer issuer = TestTokenConfig.standard().newIssuer();

    @Nested
    class Equality {
        @ParameterizedTest
        @EnumSource
        void equalGrantsGiveEqualTokensOnEveryReplica(TokenType type) {
            TokenIssuer replica = TestTokenConfig.standard().newIssuer();

            assertEquals(token(issuer, grant(SESSION, 1), type), token(replica, grant(SESSION, 1), type));
        }

        @ParameterizedTest
        @EnumSource
        void anotherGenerationOrSessionGivesAnotherTokenWithAnotherId(TokenType type) {
            String token = token(issuer, grant(SESSION, 1), type);
            String nextGeneration = token(issuer, grant(SESSION, 2), type);
            String otherSession = token(issuer, grant(OTHER_SESSION, 1), type);

            assertEquals(3, Set.of(token, nextGeneration, otherSession).size());
            assertEquals(
                    3, Set.of(id(token), id(nextGeneration), id(otherSession)).size());
        }

        @Test
        void theTwoTokensOfAPairHaveTheSessionInCommonAndNotTheId() {
            String access = issuer.accessToken(grant(SESSION, 1));
            String refresh = issuer.refreshToken(grant(SESSION, 1));

            assertEquals(
                    TestTokens.claimsOf(access).get("sid"),
                    TestTokens.claimsOf(refresh).get("sid"));
            assertNotEquals(id(access), id(refresh));
        }

        /** Those that version 0.2 makes with its version of the builder: while replicas are updated, both kinds answer a repeated refresh. */
        @Test
        void equalGrantsGiveEqualTokensInEveryVersion() {
            Subject subject = new Subject(
                    TestTokens.SUBJECT,
                    TestTokens.EMAIL,
                    "Ada \"O'Neil\" \\ </script> \u2028 \u201C日本\u201D \uD83D\uDE00",
                    true);
            Grant grant = new Grant(subject, SESSION, 1, NOW, SESSION_END);

            assertEquals(
                    "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJIUzI1NiJ9."
                            + "eyJpc3MiOiJsYXRjaGtleSIsInN1YiI6IjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2NyIsImp0aSI6IkFBQUFBZEZiNzN5aW0yR2k2aHE4ZGciLCJzaWQiOiIwMTIzNDU2Nzg5QUJDREVGR0hJSktBIiwiaWF0IjoxNzcyMzY2NDAwLCJleHAiOjE3NzIzNjczMDAsImF1ZCI6ImxhdGNoa2V5IiwiY2xpZW50X2lkIjoibGF0Y2hrZXkiLCJlbWFpbCI6ImFkYUBleGFtcGxlLmNvbSIsImVtYWlsX3ZlcmlmaWVkIjp0cnVlLCJuYW1lIjoiQWRhIFwiTydOZWlsXCIgXFwgPC9zY3JpcHQ-IFx1MjAyOCBcdTIwMUPml6XmnKxcdTIwMUQg8J-YgCJ9"
                            + ".CeX-5kZkykvJIBsAXfV4zqVhdk4uKBwgHdoLQFYQnqI",
                    issuer.accessToken(grant));
            assertEquals(
                    "eyJ0eXAiOiJydCtqd3QiLCJhbGciOiJIUzI1NiJ9."
                            + "eyJpc3MiOiJsYXRjaGtleSIsInN1YiI6IjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2NyIsImp0aSI6IkFBQUFBVHozNHRHckhfOFY4aWhIenciLCJzaWQiOiIwMTIzNDU2Nzg5QUJDREVGR0hJSktBIiwiaWF0IjoxNzcyMzY2NDAwLCJleHAiOjE3NzQ5NTg0MDB9"
                            + ".h8yPFe8a0IIY-f_MjyKVi-0uqvQwytFvWDPLdioKCkc",
                    issuer.refreshToken(grant));
        }

        /** The builder looks these up for each token. */
        @ParameterizedTest
        @CsvSource({
            "smallrye.jwt.new-token.audience, another",
            "smallrye.jwt.new-token.issuer, another",
            "smallrye.jwt.new-token.override-matching-claims, true",
            "smallrye.jwt.new-token.signature-algorithm, HS512",
            "smallrye.jwt.new-token.lifespan, 1",
            "smallrye.jwt.sign.key.id, another"
        })
        void noSettingOfTheBuilderChangesAToken(String name, String value) {
            String before = issuer.accessToken(grant(SESSION, 1));
            System.setProperty(name, value);
            try {
                assertFalse(ConfigProvider.getConfig()
                        .getOptionalValue(name, String.class)
                        .isPresent());
                assertEquals(before, issuer.accessToken(grant(SESSION, 1)));
            } finally {
                System.clearProperty(name);
            }
        }

        @ParameterizedTest
        @EnumSource
        void twoSessionsThatBeginInTheSameSecondDiffer(TokenType type) {
            Grant one = grant(TokenId.newSessionId(Instant.now()), 0);
            Grant other = grant(TokenId.newSessionId(Instant.now()), 0);

            assertNotEquals(token(issuer, one, type), token(issuer, other, type));
        }
    }

    @Nested
    class Contents {
        @Test
        void anAccessTokenHoldsTheClaimsOfTheContractAndNoMore() {
            JsonNode claims = TestTokens.claimsOf(issuer.accessToken(grant(SESSION, 1)));

            assertEquals(
                    Set.of(
                            "iss",
                            "sub",
                            "jti",
                            "sid",
                            "iat",
                            "exp",
                            "aud",
                            "client_id",
                            "email",
                            "email_verified",
                            "name"),
                    names(claims));
            assertEquals(TestTokens.ISSUER, claims.get("aud").textValue());
            assertEquals(TestTokens.CLIENT_ID, claims.get("client_id").textValue());
            assertCommonClaims(claims, TokenType.ACCESS);
            assertEquals(TestTokens.EMAIL, claims.get("email").textValue());
            assertTrue(claims.get("email_verified").booleanValue(), "email_verified");
            assertEquals(TestTokens.NAME, claims.get("name").textValue());
        }

        @Test
        void anAccessTokenHoldsWhatIsSaidOfTheUserWhereItIs() throws Exception {
            String said = "{\"plan\":\"pro\",\"seats\":3,\"of\":{\"teams\":[\"a\",null,1.5,true]}}";
            Subject subject = new Subject(
                    TestTokens.SUBJECT, TestTokens.EMAIL, TestTokens.NAME, true, List.of("admin", "org:read"), said);

            JsonNode claims = TestTokens.claimsOf(issuer.accessToken(new Grant(subject, SESSION, 1, NOW, SESSION_END)));

            assertEquals(new ObjectMapper().readTree("[\"admin\",\"org:read\"]"), claims.get("roles"));
            assertEquals(new ObjectMapper().readTree(said), claims.get("claims"));
        }

        /** Also of what no parser would read: a name of this length is refused by Jackson. */
        @ParameterizedTest
        @ValueSource(ints = {1_025, 60_000, 5_000_000})
        void anAccessTokenDoesNotHoldWhatIsTooLong(int length) {
            String said = "{\"" + "x".repeat(length) + "\":1}";
            Subject subject = new Subject(TestTokens.SUBJECT, TestTokens.EMAIL, TestTokens.NAME, true, List.of(), said);

            String token = issuer.accessToken(new Grant(subject, SESSION, 1, NOW, SESSION_END));

            assertFalse(TestTokens.claimsOf(token).has("claims"));
        }

        @Test
        void aRefreshTokenHoldsTheClaimsOfTheContractAndNoMore() {
            JsonNode claims = TestTokens.claimsOf(issuer.refreshToken(grant(SESSION, 1)));

            assertEquals(Set.of("iss", "sub", "jti", "sid", "iat", "exp"), names(claims));
            assertCommonClaims(claims, TokenType.REFRESH);
        }

        @ParameterizedTest
        @CsvSource({"ACCESS, at+jwt", "REFRESH, rt+jwt"})
        void theHeaderHoldsAlgorithmAndTypeAndNoMore(TokenType type, String typ) {
            JsonNode header = TestTokens.headerOf(token(issuer, grant(SESSION, 1), type));

            assertTrue(
                    token(issuer, grant(SESSION, 1), type)
                            .startsWith(TestTokenConfig.standard()
                                            .newKeys()
                                            .signing(type, NOW)
                                            .encodedHeader() + "."),
                    "known at sight");
            assertEquals(Set.of("alg", "typ"), names(header));
            assertEquals("HS256", header.get("alg").textValue());
            assertEquals(typ, header.get("typ").textValue());
        }

        /** Holds the tests' way of making tokens against the service's. */
        @ParameterizedTest
        @EnumSource
        void aTokenByHandWithTheSameClaimsIsTheSame(TokenType type) {
            String token = token(issuer, grant(SESSION, 1), type);
            String byHand = TestTokens.like(token).compact();

            assertEquals(TestTokens.headerOf(token), TestTokens.headerOf(byHand));
            assertEquals(TestTokens.claimsOf(token), TestTokens.claimsOf(byHand));
        }

        @Test
        void theIssuerIsTheConfiguredOne() {
            TokenIssuer other = TestTokenConfig.standard()
                    .withIssuer("https://auth.example")
                    .newIssuer();

            String token = other.refreshToken(grant(SESSION, 1));

            assertEquals(
                    "https://auth.example",
                    TestTokens.claimsOf(token).get("iss").textValue());
        }

        @Test
        void theAudienceIsTheConfiguredOne() {
            TokenIssuer other = TestTokenConfig.standard()
                    .withAudience("https://api.example")
                    .newIssuer();

            JsonNode claims = TestTokens.claimsOf(other.accessToken(grant(SESSION, 1)));

            assertEquals("https://api.example", claims.get("aud").textValue());
            assertEquals(TestTokens.ISSUER, claims.get("iss").textValue());
            assertFalse(
                    TestTokens.claimsOf(other.refreshToken(grant(SESSION, 1))).has("aud"));
        }

        private static void assertCommonClaims(JsonNode claims, TokenType type) {
            assertEquals(TestTokens.ISSUER, claims.get("iss").textValue());
            assertEquals(TestTokens.SUBJECT, claims.get("sub").textValue());
            assertEquals(TokenId.of(SESSION, 1, type), claims.get("jti").textValue());
            assertEquals(SESSION, claims.get("sid").textValue());
            assertTrue(claims.get("iat").isIntegralNumber());
            assertEquals(NOW.getEpochSecond(), claims.get("iat").longValue());
            assertTrue(claims.get("exp").isIntegralNumber());
        }
    }

    @Nested
    class Expiry {
        @ParameterizedTest
        @CsvSource({"PT15M, PT5M, PT5M", "PT15M, PT15M, PT15M", "PT15M, PT15M1S, PT15M", "PT1H, P30D, PT1H"})
        void anAccessTokenLivesForItsTimeButNotLongerThanTheSession(
                Duration accessTtl, Duration sessionLeft, Duration expected) {
            TokenIssuer issuer =
                    TestTokenConfig.standard().withAccessTtl(accessTtl).newIssuer();

            assertEquals(NOW.plus(expected), expiry(issuer.accessToken(grant(NOW, NOW.plus(sessionLeft)))));
        }

        @Test
        void aRefreshTokenLivesAsLongAsTheSession() {
            Instant end = NOW.plus(Duration.ofDays(3));

            assertEquals(end, expiry(issuer.refreshToken(grant(NOW, end))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"2026-03-01T12:00:00.001Z", "2026-03-01T12:00:00.999999999Z"})
        void fractionsOfASecondAreDropped(Instant issuedAt) {
            JsonNode claims =
                    TestTokens.claimsOf(issuer.accessToken(grant(issuedAt, issuedAt.plus(Duration.ofDays(1)))));

            assertEquals(NOW.getEpochSecond(), claims.get("iat").longValue());
            assertEquals(
                    NOW.plus(TestTokens.ACCESS_TTL).getEpochSecond(),
                    claims.get("exp").longValue());
        }

        private static Instant expiry(String token) {
            return Instant.ofEpochSecond(TestTokens.claimsOf(token).get("exp").longValue());
        }
    }

    private static String token(TokenIssuer issuer, Grant grant, TokenType type) {
        return type == TokenType.ACCESS ? issuer.accessToken(grant) : issuer.refreshToken(grant);
    }

    private static String id(String token) {
        return TestTokens.claimsOf(token).get("jti").textValue();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> all = object.fieldNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        return names;
    }

    private static Grant grant(String session, int generation) {
        return new Grant(TestTokens.ADA, session, generation, NOW, SESSION_END);
    }

    private static Grant grant(Instant issuedAt, Instant endsAt) {
        return new Grant(TestTokens.ADA, SESSION, 1, issuedAt, endsAt);
    }
}
