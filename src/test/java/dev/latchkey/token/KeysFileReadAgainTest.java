package dev.latchkey.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.MutableClock;
import dev.latchkey.settings.AccessAlgorithm;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the keys when their file is read again, without a restart. */
class KeysFileReadAgainTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Duration KNOWN_AFTER = Duration.ofMinutes(8);
    private static final String LONG_PUBLISHED = "\"publishFrom\":\"2026-01-01T00:00:00Z\"";

    private final MutableClock clock = new MutableClock(NOW);
    private final PrivateKey first = TestKeys.generate(AccessAlgorithm.EdDSA);
    private final PrivateKey second = TestKeys.generate(AccessAlgorithm.EdDSA);

    @TempDir
    Path folder;

    private Path file;
    private PublishedKeys keys;

    @BeforeEach
    void oneKey() {
        file = folder.resolve("keys");
        TestKeys.write(file, TestKeys.entry(first));
        keys = readAtTheStart();
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
        PublishedKeys both = readAtTheStart();
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
        keys = readAtTheStart();
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
        TestKeys.write(file, TestKeys.entry(first), TestKeys.entry(second, "\"publishFrom\":\"2026-01-01T00:00:00Z\""));
        clock.advance(Duration.ofSeconds(1));
        keys.readAgain();

        assertEquals(List.of(TestKeys.kid(first), TestKeys.kid(second)), TestKeys.published(keys));
        clock.advance(KNOWN_AFTER.minusSeconds(1));
        assertEquals(TestKeys.kid(first), signingId());
        clock.advance(Duration.ofSeconds(1));
        keys.readAgain();
        assertEquals(TestKeys.kid(second), signingId());
    }

    @Test
    void aNewKeyIsNotPublishedBeforeTheFileSays() throws Exception {
        TestKeys.write(
                file,
                TestKeys.entry(first),
                TestKeys.entry(second, "\"publishFrom\":\"" + NOW.plusSeconds(600) + "\""));
        keys.readAgain();

        clock.advance(Duration.ofSeconds(599));
        assertEquals(List.of(TestKeys.kid(first)), TestKeys.published(keys));
        clock.advance(Duration.ofSeconds(1));
        assertEquals(List.of(TestKeys.kid(first), TestKeys.kid(second)), TestKeys.published(keys));
    }

    @Test
    void aFileWithoutAKeyThatMaySignIsTakenIfTheOneBeforeHadNone() throws Exception {
        TestKeys.write(file, TestKeys.entry(first, "\"publishFrom\":\"" + NOW + "\""));
        keys = readAtTheStart();
        TestKeys.write(file, TestKeys.entry(second, "\"publishFrom\":\"" + NOW + "\""));
        keys.readAgain();

        assertEquals(List.of(TestKeys.kid(second)), TestKeys.published(keys));
        assertTrue(keys.fault().orElseThrow().contains("does not sign with " + TestKeys.kid(second)));
    }

    @Test
    void aFileWithoutAKeyThatMaySignIsTakenIfAccessTokensAreHmacs() throws Exception {
        keys = TestKeys.of(AccessAlgorithm.HS256, file, clock);
        TestKeys.write(file, TestKeys.entry(second, "\"publishFrom\":\"" + NOW + "\""));
        keys.readAgain();

        assertEquals(List.of(TestKeys.kid(second)), TestKeys.published(keys));
        assertTrue(keys.canSign());
        assertTrue(keys.fault().isEmpty());
    }

    /** The old one's file is gone, so it goes, too, once it is not needed any more. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\"publishFrom\":\"2026-01-01T00:00:00Z\""})
    void aKeyThatTakesThePlaceOfTheOnlyOneIsPublishedAndSignsOnceOthersKnowIt(String published) throws Exception {
        TestKeys.write(file, published.isEmpty() ? TestKeys.entry(second) : TestKeys.entry(second, published));
        keys.readAgain();

        assertTrue(keys.fault().orElseThrow().contains("leaves no key that may sign"));
        assertEquals(List.of(TestKeys.kid(first), TestKeys.kid(second)), TestKeys.published(keys));
        clock.advance(KNOWN_AFTER.minusSeconds(1));
        keys.readAgain();
        assertEquals(TestKeys.kid(first), signingId());
        assertEquals(2, keys.verifying().size());

        clock.advance(Duration.ofSeconds(1));
        keys.readAgain();
        assertEquals(TestKeys.kid(second), signingId());
        assertEquals(List.of(TestKeys.kid(second)), TestKeys.published(keys));
        assertEquals(Optional.empty(), keys.fault());
    }

    @Test
    void theKeyThatSignsIsNotRetiredBeforeAnotherOneMaySign() throws Exception {
        TestKeys.write(
                file,
                TestKeys.entry(first, "\"retireAt\":\"2026-12-31T00:00:00Z\""),
                TestKeys.entry(second, LONG_PUBLISHED));
        keys.readAgain();

        assertEquals(TestKeys.kid(first), signingId());
        assertEquals(List.of(TestKeys.kid(first), TestKeys.kid(second)), TestKeys.published(keys));
        clock.advance(KNOWN_AFTER);
        keys.readAgain();
        assertEquals(List.of(TestKeys.kid(second)), TestKeys.published(keys));
    }

    @Test
    void keysThatOnlyVerifyGoWithTheFileThatLeavesThemOut() throws Exception {
        PrivateKey third = TestKeys.generate(AccessAlgorithm.EdDSA);
        TestKeys.write(
                file,
                TestKeys.entry(first),
                TestKeys.entry(third, LONG_PUBLISHED, "\"signFrom\":\"2030-01-01T00:00:00Z\""));
        keys = readAtTheStart();
        TestKeys.write(file, TestKeys.entry(second));
        keys.readAgain();

        assertEquals(List.of(TestKeys.kid(first), TestKeys.kid(second)), TestKeys.published(keys));
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
        List<String> before = TestKeys.published(keys);
        TestKeys.writeText(file, text);
        keys.readAgain();

        assertTrue(keys.fault().isPresent());
        assertEquals(before, TestKeys.published(keys));
        assertThrows(IllegalArgumentException.class, this::readAtTheStart);

        TestKeys.write(file, TestKeys.entry(first));
        keys.readAgain();
        assertTrue(keys.fault().isEmpty());
    }

    @Test
    void aFaultNeverQuotesTheFile() {
        TestKeys.writeText(file, "{\"keys\":[{\"pem\":\"very secret\", \"publishFrom\":\"very secret\"}], very secret");
        keys.readAgain();
        assertFalse(keys.fault().orElseThrow().contains("secret"));
        TestKeys.write(file, TestKeys.entry(first, "\"publishFrom\":\"very secret\""));
        keys.readAgain();
        assertFalse(keys.fault().orElseThrow().contains("secret"));
    }

    /** Else a replica that starts later would sign with it at once, while others don't know it. */
    @Test
    void aNewKeyHasToSayWhenItIsPublished() throws Exception {
        List<String> before = TestKeys.published(keys);
        TestKeys.write(file, TestKeys.entry(first), TestKeys.entry(second));
        keys.readAgain();

        assertTrue(keys.fault().orElseThrow().contains("without publishFrom"));
        assertEquals(before, TestKeys.published(keys));
    }

    @Test
    void aKeyTwiceOrTimesOutOfOrderAreAFault() {
        TestKeys.write(file, TestKeys.entry(first), TestKeys.entry(first));
        keys.readAgain();
        assertTrue(keys.fault().isPresent());
        TestKeys.write(
                file,
                TestKeys.entry(
                        first, "\"publishFrom\":\"2027-02-01T00:00:00Z\"", "\"signFrom\":\"2027-01-01T00:00:00Z\""));
        keys.readAgain();
        assertTrue(keys.fault().isPresent());
    }

    private String signingId() {
        return keys.signing(clock.instant()).header().keyId();
    }

    private PublishedKeys readAtTheStart() {
        return TestKeys.of(AccessAlgorithm.EdDSA, file, clock);
    }
}
