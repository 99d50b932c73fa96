package dev.latchkey.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
    private static final String PASSWORD = "correct horse battery";

    private final PasswordHasher hasher = TestPasswords.hasher(4);

    @Test
    void knowsThePasswordOfAHash() {
        String hash = hasher.hash(PASSWORD);
        assertTrue(hasher.matches(PASSWORD, hash));
        assertFalse(hasher.matches(PASSWORD + "x", hash));
    }

    /** It would take days. */
    @Test
    void comparesNoHashOfACostThatSomebodyElseMadeUp() {
        String hash = hasher.hash(PASSWORD);
        assertFalse(hasher.matches(PASSWORD, hash.replace("$04$", "$31$")));
    }

    @Test
    void saltsEachHash() {
        assertNotEquals(hasher.hash(PASSWORD), hasher.hash(PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a", "$2b", "$2y"})
    void knowsEveryNameOfTheSameFunction(String version) {
        String hash = hasher.hash(PASSWORD);
        assertTrue(hasher.matches(PASSWORD, version + hash.substring(3)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "correct horse battery",
                "$2x$04$abcdefghijklmnopqrstuuN4sZRfVk38WsdC3SOl4vZwVzIl8O2fK",
                "$2b$99$abcdefghijklmnopqrstuuN4sZRfVk38WsdC3SOl4vZwVzIl8O2fK",
                "$2b$04$tooShort",
                "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"
            })
    void matchesNothingThatBcryptDidNotMake(String hash) {
        assertFalse(hasher.matches(PASSWORD, hash));
    }

    @ParameterizedTest
    @CsvSource({"4, true", "5, true", "6, false", "7, false"})
    void callsAHashCheapThatWasMadeAtALowerCostThanIsSet(int cost, boolean cheap) {
        String hash = TestPasswords.hasher(cost).hash(PASSWORD);
        PasswordHasher hasher = TestPasswords.hasher(6);
        assertEquals(cheap, hasher.isCheap(hash));
        assertTrue(hasher.matches(PASSWORD, hash));
        assertFalse(hasher.matches(PASSWORD + "x", hash));
    }

    /** CPU time of this thread, which a busy machine does not change much: without the missing work it is 1 to 64. */
    @Test
    void spendsOnAWrongPasswordWhatTheSettingSaysThoughTheHashIsCheap() {
        String cheap = hasher.hash(PASSWORD);
        PasswordHasher costly = TestPasswords.hasher(10);
        long ofNobody = cpuNanos(() -> costly.matches(PASSWORD + "x", null));
        long ofCheap = cpuNanos(() -> costly.matches(PASSWORD + "x", cheap));
        assertTrue(ofCheap > ofNobody / 4, () -> ofCheap + " of " + ofNobody);
    }

    private static long cpuNanos(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - start;
    }

    @Test
    void doesNotLetAnybodyInWithThePasswordThatStandsInForNobodys() {
        assertFalse(hasher.matches("the password of nobody", null));
    }
}
