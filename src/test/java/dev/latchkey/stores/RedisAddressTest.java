package dev.latchkey.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @ParameterizedTest
    @CsvSource({
        "cache, redis://cache",
        "cache:6380, redis://cache:6380",
        "' cache ', redis://cache",
        "redis://cache:6380/1, redis://cache:6380/1",
        "rediss://user:word@cache, rediss://user:word@cache"
    })
    void isAUrlOrAHostWithOrWithoutAPort(String setting, String address) {
        assertEquals(Set.of(URI.create(address)), RedisAddress.parse(setting));
    }

    @Test
    void mayBeSeveralForSentinelOrACluster() {
        assertEquals(
                Set.of(URI.create("redis://a:1"), URI.create("redis://b:2")), RedisAddress.parse("a:1, redis://b:2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://a b", "http://cache", "my_redis:7011", "cache:port", "redis://:pw#x@cache"})
    void isRefusedIfItIsNone(String setting) {
        assertThrows(IllegalArgumentException.class, () -> RedisAddress.parse(setting));
    }
}
