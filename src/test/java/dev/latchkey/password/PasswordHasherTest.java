package dev.latchkey.password;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
    private static final String PASSWORD = "correct horse battery";

    private final PasswordHasher hasher = new PasswordHasher(() -> 4);

    @Test
    void knowsThePasswordOfAHash() {
        String hash = hasher.hash(PASSWORD);
        assertTrue(hasher.matches(PASSWORD, hash));
        assertFalse(hasher.matches(PASSWORD + "x", hash));
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

    @Test
    void doesNotLetAnybodyInWithThePasswordThatStandsInForNobodys() {
        assertFalse(hasher.matches("the password of nobody", null));
    }
}
