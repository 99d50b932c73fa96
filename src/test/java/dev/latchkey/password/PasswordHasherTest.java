package dev.latchkey.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
    private static final String PASSWORD = "correct horse battery";

    private static final String SHA512_CRYPT =
            "$6$rounds=1000$abc$2RiwD..Xvyu0Ibew4QFhF7kCPLlQkU3cdz0cU6fccOdSf9F8wgsfxeb4jyiQQefQJ1ZHJbz7JZ7Rips0tEtIb1";

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
    void matchesNothingThatIsNotUnderstood(String hash) {
        assertFalse(hasher.matches(PASSWORD, hash));
    }

    /** Users of other services bring theirs. */
    @Test
    void knowsThePasswordOfAHashOfSha512Crypt() {
        assertTrue(hasher.matches(PASSWORD, SHA512_CRYPT));
        assertFalse(hasher.matches(PASSWORD + "x", SHA512_CRYPT));
        assertTrue(hasher.isOutdated(SHA512_CRYPT, PASSWORD));
    }

    @ParameterizedTest
    @CsvSource({"4, true", "5, true", "6, false", "7, false"})
    void callsAHashOutdatedThatWasMadeAtALowerCostThanIsSet(int cost, boolean outdated) {
        String hash = TestPasswords.hasher(cost).hash(PASSWORD);
        PasswordHasher hasher = TestPasswords.hasher(6);
        assertEquals(outdated, hasher.isOutdated(hash, PASSWORD));
        assertTrue(hasher.matches(PASSWORD, hash));
        assertFalse(hasher.matches(PASSWORD + "x", hash));
    }

    /** CPU time of this thread, which a busy machine does not change much: without the missing work it is 1 to 64. */
    @ParameterizedTest
    @MethodSource("cheap")
    void spendsOnAWrongPasswordWhatTheSettingSaysThoughTheHashIsCheap(String cheap) {
        PasswordHasher costly = TestPasswords.hasher(10);
        long ofNobody = cpuNanos(() -> costly.matches(PASSWORD + "x", null));
        long ofCheap = cpuNanos(() -> costly.matches(PASSWORD + "x", cheap));
        assertTrue(ofCheap > ofNobody / 4, () -> ofCheap + " of " + ofNobody);
    }

    private static List<String> cheap() {
        return List.of(TestPasswords.hasher(4).hash(PASSWORD), SHA512_CRYPT);
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
