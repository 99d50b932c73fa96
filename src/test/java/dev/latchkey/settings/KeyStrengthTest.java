package dev.latchkey.settings;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStrengthTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0f9d3c1a7b5e8246d0c9f1a3b7e58642", // openssl rand -hex 16
                "q8yqYc2h6Zr0m2Zt1cJ9bQ3mX5uV7wN4pKsD1fG0hLs=", // openssl rand -base64 32
                "correct-horse-battery-staple-reinforced-concrete"
            })
    void takeAKeyThatWasDrawnForStrong(String key) {
        assertFalse(KeyStrength.isWeak(key));
    }
}
