package dev.latchkey.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisVersionTest {

    @ParameterizedTest
    @CsvSource({
        "7.0.15, false",
        "7, false",
        "7.2.4-rc1, false",
        "8.0.0, false",
        "255.255.255, false",
        "10.1, false",
        "6.2.14, true",
        "6.9, true",
        "2.8, true",
        "'', true",
        "unknown, true"
    })
    void isBeforeSeven(String version, boolean before) {
        assertEquals(before, RedisVersion.parse(version).isBefore(RedisVersion.parse("7.0")));
    }
}
