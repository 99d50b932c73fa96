package dev.latchkey.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {

    @Test
    void isAttemptsInAWindow() {
        assertEquals(new Limit(10, Duration.ofMinutes(15)), Limit.parse(" 10 / 15m "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "/15m", "10/", "0/15m", "-1/15m", "10/0s", "10/-1m", "10/soon", "many/15m", "1/1m/1m"})
    void isRefusedIfItIsAnythingElse(String setting) {
        assertThrows(IllegalArgumentException.class, () -> Limit.parse(setting));
    }
}
