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
            assertEquals(List.of(signing.header().keyId()), TestKeys.published(keys));
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

            assertEquals(List.of("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"), TestKeys.published(keys()));
        }

        @Test
        void ofAnotherAlgorithmIsPublishedAndVerifiesButDoesNotSign() throws Exception {
            TestKeys.writeText(file, TestKeys.pem(TestKeys.generate(AccessAlgorithm.RS256)));
            PublishedKeys keys = keys();

            assertEquals(1, TestKeys.published(keys).size());
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
            assertEquals(List.of(old), TestKeys.published(keys));

            clock.advance(Duration.ofSeconds(1000));
            assertEquals(2, TestKeys.published(keys).size());
            assertEquals(old, keys.signing(clock.instant()).header().keyId());

            clock.advance(Duration.ofSeconds(1000));
            String young = keys.signing(clock.instant()).header().keyId();
            assertFalse(young.equals(old));
            assertEquals(List.of(old, young), TestKeys.published(keys));

            clock.advance(Duration.ofSeconds(1000));
            assertEquals(List.of(young), TestKeys.published(keys));
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

            assertEquals(2, TestKeys.published(keys).size());
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
}
