package dev.latchkey.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressesTest {

    @ParameterizedTest
    @CsvSource({
        "cache, redis://cache",
        "cache:6380, redis://cache:6380",
        "' cache ', redis://cache",
        "redis://cache:6380/1, redis://cache:6380/1",
        "rediss://user:word@cache, rediss://user:word@cache",
        "redis://:a+b@cache, redis://:a%2Bb@cache",
        "redis://:a%2Bb%20:c@cache:1/2, redis://:a%2Bb%20:c@cache:1/2",
        "redis://[::1]:6380, redis://[::1]:6380"
    })
    void isAUrlOrAHostWithOrWithoutAPort(String setting, String address) {
        assertEquals(Set.of(URI.create(address)), RedisAddresses.parse(setting));
    }

    @ParameterizedTest
    @CsvSource({
        "my_redis, false",
        "redis://my_redis:6379/1, false",
        "'redis://a,rediss://:p_w@my_redis', false",
        "redis://:p_w@cache, true",
        "redis://cache_1.example.com, false",
        "redis://u_1:p_w@cache:6379, true"
    })
    void tellsAHostThatNoUrlCanName(String setting, boolean isSpeltAsUrl) {
        assertEquals(isSpeltAsUrl, RedisAddresses.areSpeltAsUrls(setting));
    }

    @Test
    void mayBeSeveralForSentinelOrACluster() {
        assertEquals(
                Set.of(URI.create("redis://a:1"), URI.create("redis://b:2")), RedisAddresses.parse("a:1, redis://b:2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://a b",
                "http://cache",
                "my_redis:7011",
                "cache:port",
                "redis://:pw#x@cache",
                "redis://pw#x@cache",
                "redis://pw/x@cache",
                "redis://:p/w@cache",
                "redis://:p?w@cache",
                "redis://:p@w@cache",
                "redis://:p%w@cache",
                "redis://:%ff@cache",
                "redis://:p w@cache",
                "redis://password@cache",
                "redis://:@cache",
                "redis://user@cache",
                "user:word@cache",
                "redis://u,b:word@cache",
                "redis://a%20b:word@cache",
                "redis://::1",
                "redis://cache:0",
                "redis://cache:65536",
                "cache:",
                "redis://cache:",
                "redis://:secret@cache:/1",
                "redis://cache/db",
                "redis://cache/1/2",
                "redis://cache?db=1",
                "redis://cache#1",
                "redis://a,rediss://b",
                "a,,b",
                "REDIS://cache",
                "unix:///run/redis.sock"
            })
    void isRefusedIfItIsNone(String setting) {
        assertThrows(IllegalArgumentException.class, () -> RedisAddresses.parse(setting));
    }
}
