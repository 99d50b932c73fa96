package dev.latchkey.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreachedPasswordsTest {
    private static final BreachedPasswords BREACHED = new BreachedPasswords();

    @Test
    void holdAtLeast100000() throws IOException {
        try (var file = BreachedPasswords.class.getResourceAsStream(BreachedPasswords.FILE)) {
            byte[] filter = file.readAllBytes();
            assertEquals(475_797, estimatedEntries(filter), 1_000);
        }
    }

    @Test
    void missNoneOfTheirLists() throws IOException {
        assertEquals(39_332, BreachedLists.commonest().size());
        assertEquals(List.of(), missedOf(BreachedLists.commonest()));
        assertEquals(List.of(), missedOf(BreachedLists.djangos()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"uvgx8f8232", "UVGX8F8232", "uvgX8f8232", "ｕｖｇｘ８ｆ８２３２"})
    void areKnownInWhateverCaseAndWidth(String password) {
        assertTrue(BREACHED.contains(password));
    }

    /** One in 15,000 is expected, 13 here. */
    @Test
    void areSeldomMistakenForAnother() {
        long mistakes =
                randomPasswords().limit(200_000).filter(BREACHED::contains).count();
        assertTrue(mistakes < 30, mistakes + " of 200,000");
    }

    @Test
    void areMadeIntoAFilterThatHoldsThemAndHardlyAnythingElse() {
        BreachedPasswords made =
                new BreachedPasswords(BreachedPasswordsMaker.filterOf(Set.of("first of two", "second of two")));
        assertTrue(made.contains("First of two"));
        assertTrue(made.contains("second of two"));
        assertFalse(made.contains("third of two"));
    }

    private static List<String> missedOf(List<String> passwords) {
        return passwords.stream()
                .filter(password -> !BREACHED.contains(password))
                .toList();
    }

    /** From the share of the bits that are set (Swamidass and Baldi, 2007). */
    private static double estimatedEntries(byte[] filter) {
        double size = filter.length * Byte.SIZE;
        double set = BitSet.valueOf(filter).cardinality();
        return -size / BreachedPasswords.HASHES * Math.log(1 - set / size);
    }

    /** The same in every run. */
    private static Stream<String> randomPasswords() {
        Random random = new Random(20);
        return Stream.generate(() -> random.ints(12, '!', '~' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }
}
