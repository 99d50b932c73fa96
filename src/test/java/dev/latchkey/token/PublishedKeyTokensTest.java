package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latchkey.MutableClock;
import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.token.InvalidTokenException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Key;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Access tokens that are signed with a private key. */
class PublishedKeyTokensTest {
    private static final Instant NOW = Verification.NOW;
    private static final Instant RETIRED = NOW.plusSeconds(600);

    private final MutableClock clock = new MutableClock(NOW);

    @TempDir
    Path folder;

    /** An installation with this algorithm, and one key. */
    private final class Installation {
        final PrivateKey key;
        final SigningKeys keys;
        final TokenIssuer issuer;
        final VerifiedTokenCache cache;
        final TokenVerifier verifier;
        final AccessAlgorithm algorithm;

        Installation(AccessAlgorithm algorithm, TestTokenConfig config) {
            this.algorithm = algorithm;
            key = TestKeys.generate(algorithm);
            Path file = folder.resolve("keys");
            TestKeys.write(file, TestKeys.entry(key, "\"retireAt\":\"" + RETIRED + "\""));
            keys = new SigningKeys(config, TestKeys.of(algorithm, file, clock));
            issuer = new TokenIssuer(keys, config);
            cache = new VerifiedTokenCache(config, clock);
            verifier = new TokenVerifier(keys, cache, config, clock);
        }

        Installation(AccessAlgorithm algorithm) {
            this(algorithm, TestTokenConfig.standard());
        }

        TokenKey signing() {
            return keys.signing(TokenType.ACCESS, NOW);
        }

        /** A token as this installation would make it, to be spoilt. */
        TestTokens forged() {
            return TestTokens.access(NOW)
                    .header("alg", algorithm.name())
                    .header("kid", signing().header().keyId())
                    .signedWith(key, algorithm == AccessAlgorithm.EdDSA ? "Ed25519" : "SHA256withRSA");
        }

        void rejects(Reason reason, TestTokens token) {
            InvalidTokenException refused =
                    assertThrows(InvalidTokenException.class, () -> verifier.verify(token.compact(), TokenType.ACCESS));
            assertEquals(reason, refused.reason());
        }
    }

    private static Grant grant() {
        String session = TokenId.newSessionId(NOW);
        return new Grant(TestTokens.ADA, session, 1, NOW, NOW.plusSeconds(1000));
    }

    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void areTheSameForEqualGrantsAndKnownAtSight(AccessAlgorithm algorithm) throws Exception {
        Installation installation = new Installation(algorithm);
        Grant grant = grant();

        String token = installation.issuer.accessToken(grant);

        assertEquals(token, installation.issuer.accessToken(grant));
        assertEquals(
                new String(
                        Base64.getUrlDecoder().decode(installation.signing().encodedHeader()), StandardCharsets.UTF_8),
                TestTokens.headerOf(token).toString());
        assertEquals(algorithm.name(), TestTokens.headerOf(token).get("alg").textValue());
        assertEquals(
                TestTokens.SUBJECT,
                installation.verifier.verify(token, TokenType.ACCESS).subject());
        assertEquals(
                "HS256",
                TestTokens.headerOf(installation.issuer.refreshToken(grant))
                        .get("alg")
                        .textValue());
    }

    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void areRefusedOnceTheirKeyIsRetiredThoughTheyAreKnown(AccessAlgorithm algorithm) throws Exception {
        Installation installation = new Installation(algorithm);
        TestTokens token = installation.forged();
        installation.verifier.verify(token.compact(), TokenType.ACCESS);

        clock.set(RETIRED.minusSeconds(1));
        installation.verifier.verify(token.compact(), TokenType.ACCESS);
        assertEquals(1, installation.cache.stats().hitCount());

        clock.set(RETIRED);
        installation.rejects(Reason.WRONG_HEADER, token);
    }

    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void byHandAreAcceptedInAnotherSpellingOfTheHeader(AccessAlgorithm algorithm) throws Exception {
        Installation installation = new Installation(algorithm);

        installation.verifier.verify(installation.forged().compact(), TokenType.ACCESS);
    }

    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void withAnotherAlgorithmAreRejected(AccessAlgorithm algorithm) {
        Installation installation = new Installation(algorithm);
        AccessAlgorithm other = algorithm == AccessAlgorithm.EdDSA ? AccessAlgorithm.RS256 : AccessAlgorithm.EdDSA;

        for (String alg : new String[] {"none", "HS256", "HS512", "ES256", "PS256", "RS512", "Ed25519", other.name()}) {
            installation.rejects(Reason.WRONG_HEADER, installation.forged().header("alg", alg));
        }
        installation.rejects(Reason.WRONG_HEADER, TestTokens.access(NOW));
    }

    /** CVE-2015-9235: the public key, which everybody has, taken for the secret of an HMAC. */
    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void thatAreHmacsUnderThePublicKeyAreRejected(AccessAlgorithm algorithm) {
        Installation installation = new Installation(algorithm);
        Key key = installation.signing().verifying();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        String bytes = new String(key.getEncoded(), StandardCharsets.ISO_8859_1);

        for (String secret : new String[] {pem, pem.strip(), bytes}) {
            TestTokens hmac = TestTokens.access(NOW)
                    .header("kid", installation.signing().header().keyId())
                    .signedWith(secret);
            installation.rejects(Reason.WRONG_HEADER, hmac);
            installation.rejects(Reason.BAD_SIGNATURE, hmac.header("alg", algorithm.name()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void ofAnotherKeyAreRejected(AccessAlgorithm algorithm) {
        Installation installation = new Installation(algorithm);
        PrivateKey foreign = TestKeys.generate(algorithm);
        String name = algorithm == AccessAlgorithm.EdDSA ? "Ed25519" : "SHA256withRSA";

        installation.rejects(Reason.BAD_SIGNATURE, installation.forged().signedWith(foreign, name));
        installation.rejects(
                Reason.BAD_SIGNATURE,
                installation.forged().signedWith(foreign, name).header("jwk", Map.of("kty", "OKP", "crv", "Ed25519")));
        installation.rejects(
                Reason.BAD_SIGNATURE,
                installation.forged().signedWith(foreign, name).header("jku", "https://attacker.example/jwks.json"));
        installation.rejects(Reason.BAD_SIGNATURE, installation.forged().signatureSegment(any -> ""));
        installation.rejects(Reason.BAD_SIGNATURE, installation.forged().signatureSegment(any -> "AAAA"));
    }

    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void ofAForeignKeyIdAreRejected(AccessAlgorithm algorithm) {
        Installation installation = new Installation(algorithm);

        for (Object kid : new Object[] {"", "other", null, 1, "../../../dev/null", "' OR 1=1 --"}) {
            installation.rejects(Reason.WRONG_HEADER, installation.forged().header("kid", kid));
        }
        installation.rejects(Reason.WRONG_HEADER, installation.forged().withoutHeader("kid"));
    }

    /** Others may have had it, to verify: it is to sign nothing once tokens are signed with a private key. */
    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void ofTheSecretOfBeforeAreAcceptedOnlyAsThePreviousKey(AccessAlgorithm algorithm) throws Exception {
        String before = TestTokens.access(NOW).compact();

        new Installation(algorithm).rejects(Reason.WRONG_HEADER, TestTokens.access(NOW));
        TestTokenConfig config =
                TestTokenConfig.standard().withPreviousKeys(TestTokens.ACCESS_KEY, TestTokens.REFRESH_KEY);
        assertEquals(
                TestTokens.SUBJECT,
                new Installation(algorithm, config)
                        .verifier
                        .verify(before, TokenType.ACCESS)
                        .subject());
    }

    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void ofThisAlgorithmAreNoRefreshTokens(AccessAlgorithm algorithm) {
        Installation installation = new Installation(algorithm);
        TestTokens token = installation.forged().header("typ", "rt+jwt");

        assertThrows(
                InvalidTokenException.class, () -> installation.verifier.verify(token.compact(), TokenType.REFRESH));
    }
}
