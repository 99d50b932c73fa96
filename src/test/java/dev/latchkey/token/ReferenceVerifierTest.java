package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds our verifier against that of SmallRye JWT, which knows no clock but the machine's. */
class ReferenceVerifierTest {
    private static final TestTokenConfig CONFIG = TestTokenConfig.standard();

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final TokenVerifier ours = CONFIG.newVerifier(Clock.systemUTC());

    @ParameterizedTest
    @EnumSource
    void bothReadTheSameFromWhatTheIssuerMade(TokenType type) throws InvalidTokenException, ParseException {
        for (String name : List.of("Ada", "Zoë \"\\/\u2028 😀", "{}", " ")) {
            Grant grant = new Grant(
                    new Subject(TestTokens.SUBJECT, TestTokens.EMAIL, name, true),
                    TokenId.newSessionId(Instant.now()),
                    4,
                    now,
                    now.plus(Duration.ofDays(1)));
            TokenIssuer issuer = CONFIG.newIssuer();
            String token = type == TokenType.ACCESS ? issuer.accessToken(grant) : issuer.refreshToken(grant);

            assertSame(reference(type).parse(token), ours.verify(token, type));
        }
    }

    static Stream<Named<UnaryOperator<TestTokens>>> accepted() {
        return Stream.of(
                named("kid", token -> token.header("kid", "../../dev/null")),
                named("jku", token -> token.header("jku", "https://attacker.example/keys")),
                named("jwk", token -> token.header("jwk", Map.of("kty", "oct", "k", "AAAA"))),
                named("nbf in the past", token -> token.claim("nbf", 0)),
                named("unknown claim", token -> token.claim("extra", Map.of("a", List.of(1, 2)))),
                named("white space", token -> token.rawPayload(json -> ' ' + json + '\n')),
                named(
                        "escaped name of a claim",
                        token -> token.rawPayload(json -> json.replace("\"sub\"", "\"\\u0073ub\""))));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void theReferenceAcceptsWhatOursAccepts(UnaryOperator<TestTokens> change)
            throws InvalidTokenException, ParseException {
        String token = change.apply(TestTokens.access(now)).compact();

        assertSame(reference(TokenType.ACCESS).parse(token), ours.verify(token, TokenType.ACCESS));
    }

    static Stream<Named<UnaryOperator<TestTokens>>> rejected() {
        return Stream.of(
                named("other secret", token -> token.signedWith("x".repeat(32))),
                named("secret of the other kind", token -> token.signedWith(TestTokens.REFRESH_KEY)),
                named("no signature", token -> token.signatureSegment(signature -> "")),
                named("none", token -> token.header("alg", "none")),
                named("none without a signature", token -> token.header("alg", "none")
                        .signatureSegment(signature -> "")),
                named("HS384", token -> token.header("alg", "HS384").algorithm("HmacSHA384")),
                named("HS512", token -> token.header("alg", "HS512").algorithm("HmacSHA512")),
                named("RS256", token -> token.header("alg", "RS256")),
                named("no algorithm", token -> token.withoutHeader("alg")),
                named("crit", token -> token.header("crit", List.of("exp"))),
                named("other issuer", token -> token.claim("iss", "another")),
                named("no expiry", token -> token.without("exp")),
                named("expired", token -> token.issuedAt(Instant.EPOCH).expiresAt(Instant.EPOCH.plusSeconds(900))),
                named("not yet valid", token -> token.claim("nbf", Instant.now().getEpochSecond() + 3600)),
                named("trailing text", token -> token.rawPayload(json -> json + "x")),
                named("array", token -> token.rawPayload("[]")));
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void bothReject(UnaryOperator<TestTokens> change) {
        String token = change.apply(TestTokens.access(now)).compact();

        assertThrows(InvalidTokenException.class, () -> ours.verify(token, TokenType.ACCESS));
        assertThrows(ParseException.class, () -> reference(TokenType.ACCESS).parse(token));
    }

    private static Named<UnaryOperator<TestTokens>> named(String name, UnaryOperator<TestTokens> change) {
        return Named.of(name, change);
    }

    private static DefaultJWTParser reference(TokenType type) {
        JWTAuthContextInfo settings = new JWTAuthContextInfo(
                new SecretKeySpec(TestTokens.keyOf(type).getBytes(StandardCharsets.UTF_8), "HmacSHA256"),
                TestTokens.ISSUER);
        settings.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        settings.setClockSkew(0);
        return new DefaultJWTParser(settings);
    }

    private static void assertSame(JsonWebToken reference, VerifiedToken ours) {
        assertEquals(reference.getIssuer(), TestTokens.ISSUER);
        assertEquals(reference.getSubject(), ours.subject());
        assertEquals(reference.getTokenID(), ours.id());
        assertEquals(reference.<String>getClaim("sid"), ours.sessionId());
        assertEquals(reference.getIssuedAtTime(), ours.issuedAt().getEpochSecond());
        assertEquals(reference.getExpirationTime(), ours.expiresAt().getEpochSecond());
        assertEquals(reference.<String>getClaim("email"), ours.email());
        assertEquals(reference.<String>getClaim("name"), ours.name());
    }
}
