package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.MutableClock;
import dev.latchkey.settings.AccessAlgorithm;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a key of the file is published, signs and verifies. */
class PublishedKeysTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Duration KNOWN_AFTER = Duration.ofMinutes(8);
    private static final String LONG_PUBLISHED = "\"publishFrom\":\"2026-01-01T00:00:00Z\"";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MutableClock clock = new MutableClock(NOW);
    private final PrivateKey first = TestKeys.generate(AccessAlgorithm.EdDSA);
    private final PrivateKey second = TestKeys.generate(AccessAlgorithm.EdDSA);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("keys");
    }

    private PublishedKeys keys() {
        return TestKeys.of(AccessAlgorithm.EdDSA, file, clock);
    }

    @Nested
    class NoFile {
        @ParameterizedTest
        @ValueSource(strings = {"", " "})
        void isWhatABlankNameMeans(String name) {
            PublishedKeys keys = TestKeys.of(AccessAlgorithm.HS256, Path.of(name), clock);

            assertFalse(keys.isFromAFile());
            assertTrue(keys.canSign());
            assertTrue(keys.fault().isEmpty());
            assertTrue(keys.verifying().isEmpty());
        }
    }

    @Nested
    class OneKey {
        @ParameterizedTest
        @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
        void ofAPemSignsAtOnce(AccessAlgorithm algorithm) throws Exception {
            TestKeys.writeText(file, TestKeys.pem(TestKeys.generate(algorithm)));
            PublishedKeys keys = TestKeys.of(algorithm, file, clock);

            TokenKey signing = keys.signing(NOW);

            assertTrue(keys.canSign());
            assertTrue(keys.fault().isEmpty());
            assertEquals(algorithm.name(), signing.algorithm().getAlgorithm());
            assertEquals(List.of(signing.header().keyId()), published(keys));
        }

        @Test
        void isPublishedWithoutItsPrivatePart() throws Exception {
            TestKeys.writeText(file, TestKeys.pem(first));
            JsonNode jwk = JSON.readTree(keys().jwks()).get("keys").get(0);

            List<String> members = new ArrayList<>();
            jwk.fieldNames().forEachRemaining(members::add);
            assertEquals(
                    List.of("alg", "crv", "kid", "kty", "use", "x"),
                    members.stream().sorted().toList());
            assertEquals("sig", jwk.get("use").textValue());
        }

        @Test
        void isTheSameAsAJwk() throws Exception {
            // RFC 8037 appendix A.1 and A.3: the key, and its thumbprint.
            TestKeys.writeText(
                    file,
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                            + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");

            assertEquals(List.of("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"), published(keys()));
        }

        @Test
        void ofAnotherAlgorithmIsPublishedAndVerifiesButDoesNotSign() throws Exception {
            TestKeys.writeText(file, TestKeys.pem(TestKeys.generate(AccessAlgorithm.RS256)));
            PublishedKeys keys = keys();

            assertEquals(1, published(keys).size());
            assertEquals(1, keys.verifying().size());
            assertFalse(keys.canSign());
            assertEquals("has no key that may sign", keys.fault().orElseThrow());
            assertThrows(NoSigningKeyException.class, () -> keys.signing(NOW));
        }

        @Test
        void ofAnotherAlgorithmMayBeUnknownToOthersWithoutFault() {
            TestKeys.write(
                    file,
                    TestKeys.entry(first),
                    TestKeys.entry(TestKeys.generate(AccessAlgorithm.RS256), "\"publishFrom\":\"" + NOW + "\""));

            assertTrue(keys().fault().isEmpty());
        }

        @Test
        void doesNotSignBeforeOthersKnowIt() {
            TestKeys.write(file, TestKeys.entry(first, "\"publishFrom\":\"" + NOW + "\""));
            PublishedKeys keys = keys();

            assertFalse(keys.canSign());
            assertTrue(keys.fault().orElseThrow().contains("does not sign with"));
            clock.advance(KNOWN_AFTER.minusSeconds(1));
            assertFalse(keys.canSign());
            clock.advance(Duration.ofSeconds(1));
            assertTrue(keys.canSign());
            assertTrue(keys.fault().isEmpty());
        }
    }

    @Nested
    class Rotation {
        private PublishedKeys keys;

        @BeforeEach
        void twoKeys() {
            TestKeys.write(
                    file,
                    TestKeys.entry(first, "\"retireAt\":\"" + NOW.plusSeconds(3000) + "\""),
                    TestKeys.entry(
                            second,
                            "\"publishFrom\":\"" + NOW.plusSeconds(1000) + "\"",
                            "\"signFrom\":\"" + NOW.plusSeconds(2000) + "\""));
            keys = keys();
        }

        @Test
        void publishesThenSignsThenRetires() throws Exception {
            String old = keys.signing(NOW).header().keyId();
            assertEquals(List.of(old), published(keys));

            clock.advance(Duration.ofSeconds(1000));
            assertEquals(2, published(keys).size());
            assertEquals(old, keys.signing(clock.instant()).header().keyId());

            clock.advance(Duration.ofSeconds(1000));
            String young = keys.signing(clock.instant()).header().keyId();
            assertFalse(young.equals(old));
            assertEquals(List.of(old, young), published(keys));

            clock.advance(Duration.ofSeconds(1000));
            assertEquals(List.of(young), published(keys));
            assertEquals(1, keys.verifying().size());
        }

        @Test
        void aGenerationKeepsTheKeyOfItsTime() {
            TokenKey before = keys.signing(NOW.plusSeconds(1999));
            clock.advance(Duration.ofSeconds(2500));

            assertEquals(before, keys.signing(NOW.plusSeconds(1999)));
            assertFalse(before.equals(keys.signing(NOW.plusSeconds(2000))));
        }

        @Test
        void aGenerationWhoseKeyIsRetiredGetsTheOneThatSignsNow() {
            clock.advance(Duration.ofSeconds(3000));

            assertEquals(
                    TestKeys.kid(second),
                    keys.signing(NOW.plusSeconds(1999)).header().keyId());
        }

        @Test
        void aKeyThatWaitsForItsTimeToSignIsNoFault() throws Exception {
            clock.advance(Duration.ofSeconds(1001));

            assertEquals(2, published(keys).size());
            assertTrue(keys.fault().isEmpty());
        }

        @Test
        void theNewKeyIsInForceBesideTheOldOne() {
            clock.advance(Duration.ofSeconds(1000));
            TokenKey young = keys.verifying().get(1);

            assertTrue(keys.isInForce(keys.verifying().get(0)));
            assertTrue(keys.isInForce(young));
            clock.advance(Duration.ofSeconds(2000));
            assertTrue(keys.isInForce(young));
        }

        @Test
        void aRetiredKeyIsNoMoreInForce() {
            TokenKey old = keys.signing(NOW);
            clock.advance(Duration.ofSeconds(2999));
            assertTrue(keys.isInForce(old));
            clock.advance(Duration.ofSeconds(1));
            assertFalse(keys.isInForce(old));
        }
    }

    @Nested
    class ReadAgain {
        private PublishedKeys keys;

        @BeforeEach
        void oneKey() {
            TestKeys.write(file, TestKeys.entry(first));
            keys = keys();
        }

        /** Its file may say that it was published long ago: not by this replica, nor by any other that read it now. */
        @Test
        void aNewKeyIsPublishedFromThenOnWhateverTheFileSays() {
            TokenKey old = keys.signing(NOW);
            TestKeys.write(
                    file,
                    TestKeys.entry(first),
                    TestKeys.entry(second, "\"publishFrom\":\"2026-01-01T00:00:00Z\"", "\"signFrom\":\"" + NOW + "\""));
            keys.readAgain();

            assertEquals(old, keys.signing(clock.instant()));
            assertTrue(keys.canSign());
            assertTrue(keys.fault().orElseThrow().contains("does not sign with"));

            clock.advance(KNOWN_AFTER);
            keys.readAgain();
            assertFalse(old.equals(keys.signing(clock.instant())));
            assertTrue(keys.fault().isEmpty());
        }

        @Test
        void aRetiredKeyThatIsLeftInTheFileIsNoFault() {
            String retired = "\"retireAt\":\"" + NOW.plusSeconds(1) + "\"";
            TestKeys.write(file, TestKeys.entry(first, retired), TestKeys.entry(second, LONG_PUBLISHED));
            PublishedKeys both = keys();
            clock.advance(Duration.ofHours(1));
            both.readAgain();

            assertEquals(Optional.empty(), both.fault());
            assertTrue(both.canSign());
        }

        /** Others have forgotten it: it has to be published anew. */
        @Test
        void aRetiredKeyThatComesBackDoesNotSignAtOnce() {
            String retired = "\"retireAt\":\"" + NOW.plusSeconds(1) + "\"";
            TestKeys.write(file, TestKeys.entry(first), TestKeys.entry(second, LONG_PUBLISHED, retired));
            keys = keys();
            clock.advance(Duration.ofHours(1));
            keys.readAgain();
            TestKeys.write(file, TestKeys.entry(first), TestKeys.entry(second, LONG_PUBLISHED));
            keys.readAgain();

            assertEquals(TestKeys.kid(first), signingId());
            clock.advance(KNOWN_AFTER);
            assertEquals(TestKeys.kid(second), signingId());
        }

        @Test
        void aKeyThatWaitsToBePublishedMayBePublishedEarlier() throws Exception {
            TestKeys.write(
                    file,
                    TestKeys.entry(first),
                    TestKeys.entry(second, "\"publishFrom\":\"" + NOW.plusSeconds(600) + "\""));
            keys.readAgain();
            TestKeys.write(
                    file, TestKeys.entry(first), TestKeys.entry(second, "\"publishFrom\":\"2026-01-01T00:00:00Z\""));
            clock.advance(Duration.ofSeconds(1));
            keys.readAgain();

            assertEquals(List.of(TestKeys.kid(first), TestKeys.kid(second)), published(keys));
            clock.advance(KNOWN_AFTER.minusSeconds(1));
            assertEquals(TestKeys.kid(first), signingId());
            clock.advance(Duration.ofSeconds(1));
            keys.readAgain();
            assertEquals(TestKeys.kid(second), signingId());
        }

        private String signingId() {
            return keys.signing(clock.instant()).header().keyId();
        }

        @Test
        void aNewKeyIsNotPublishedBeforeTheFileSays() throws Exception {
            TestKeys.write(
                    file,
                    TestKeys.entry(first),
                    TestKeys.entry(second, "\"publishFrom\":\"" + NOW.plusSeconds(600) + "\""));
            keys.readAgain();

            clock.advance(Duration.ofSeconds(599));
            assertEquals(List.of(TestKeys.kid(first)), published(keys));
            clock.advance(Duration.ofSeconds(1));
            assertEquals(List.of(TestKeys.kid(first), TestKeys.kid(second)), published(keys));
        }

        @Test
        void aFileWithoutAKeyThatMaySignIsTakenIfTheOneBeforeHadNone() throws Exception {
            TestKeys.write(file, TestKeys.entry(first, "\"publishFrom\":\"" + NOW + "\""));
            keys = keys();
            TestKeys.write(file, TestKeys.entry(second, "\"publishFrom\":\"" + NOW + "\""));
            keys.readAgain();

            assertEquals(List.of(TestKeys.kid(second)), published(keys));
            assertTrue(keys.fault().orElseThrow().contains("does not sign with " + TestKeys.kid(second)));
        }

        @Test
        void aFileWithoutAKeyThatMaySignIsTakenIfAccessTokensAreHmacs() throws Exception {
            keys = TestKeys.of(AccessAlgorithm.HS256, file, clock);
            TestKeys.write(file, TestKeys.entry(second, "\"publishFrom\":\"" + NOW + "\""));
            keys.readAgain();

            assertEquals(List.of(TestKeys.kid(second)), published(keys));
            assertTrue(keys.canSign());
            assertTrue(keys.fault().isEmpty());
        }

        @Test
        void aFileWithoutAKeyThatMaySignChangesNothing() throws Exception {
            List<String> before = published(keys);
            TestKeys.write(file, TestKeys.entry(second));
            keys.readAgain();

            assertTrue(keys.fault().orElseThrow().contains("leaves no key that may sign"));
            assertEquals(before, published(keys));
            assertTrue(keys.canSign());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "nonsense",
                    "{}",
                    "{\"keys\":[]}",
                    "[]",
                    "null",
                    "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}",
                    "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}",
                    "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\"}]}",
                    "{\"keys\":[{\"pem\":\"nonsense\"}]}",
                    "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
                })
        void aFileThatIsNoneChangesNothing(String text) throws Exception {
            List<String> before = published(keys);
            TestKeys.writeText(file, text);
            keys.readAgain();

            assertTrue(keys.fault().isPresent());
            assertEquals(before, published(keys));
            assertThrows(IllegalArgumentException.class, PublishedKeysTest.this::keys);

            TestKeys.write(file, TestKeys.entry(first));
            keys.readAgain();
            assertTrue(keys.fault().isEmpty());
        }

        @Test
        void aFaultNeverQuotesTheFile() {
            TestKeys.writeText(
                    file, "{\"keys\":[{\"pem\":\"very secret\", \"publishFrom\":\"very secret\"}], very secret");
            keys.readAgain();
            assertFalse(keys.fault().orElseThrow().contains("secret"));
            TestKeys.write(file, TestKeys.entry(first, "\"publishFrom\":\"very secret\""));
            keys.readAgain();
            assertFalse(keys.fault().orElseThrow().contains("secret"));
        }

        /** Else a replica that starts later would sign with it at once, while others don't know it. */
        @Test
        void aNewKeyHasToSayWhenItIsPublished() throws Exception {
            List<String> before = published(keys);
            TestKeys.write(file, TestKeys.entry(first), TestKeys.entry(second));
            keys.readAgain();

            assertTrue(keys.fault().orElseThrow().contains("without publishFrom"));
            assertEquals(before, published(keys));
        }

        @Test
        void aKeyTwiceOrTimesOutOfOrderAreAFault() {
            TestKeys.write(file, TestKeys.entry(first), TestKeys.entry(first));
            keys.readAgain();
            assertTrue(keys.fault().isPresent());
            TestKeys.write(
                    file,
                    TestKeys.entry(
                            first,
                            "\"publishFrom\":\"2027-02-01T00:00:00Z\"",
                            "\"signFrom\":\"2027-01-01T00:00:00Z\""));
            keys.readAgain();
            assertTrue(keys.fault().isPresent());
        }
    }

    private static List<String> published(PublishedKeys keys) throws Exception {
        List<String> ids = new ArrayList<>();
        JSON.readTree(keys.jwks())
                .get("keys")
                .forEach(jwk -> ids.add(jwk.get("kid").textValue()));
        return ids;
    }
}
