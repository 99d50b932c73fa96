package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.token.TestTokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged service takes keys, names and passwords byte for byte. */
@Tag("faults")
class VerbatimSettingsFaultIT {
    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.start();

    @AutoClose
    private static final RedisProcess REDIS = RedisProcess.start(RedisProcess.SNAPSHOTS_ON_DEMAND);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$",
                "a$$b\\$c\\\\d\\\\$e,f\\,g${PATH}h$${i}j\\${k}l${",
                "0123456789 \"abcdef\" 'ghijkl' #m %n +o =p"
            })
    void aKeyIsWhatWasSet(String key) {
        Map<String, String> settings = Map.of("JWT_ACCESS_KEY", key, "JWT_REFRESH_KEY", key + "2", "JWT_ISSUER", key);
        try (Replica replica = Replica.start(MONGO.address(), REDIS.address(), settings)) {
            String token = replica.client().register().accessToken();
            String forged =
                    TestTokens.like(token).claim("iss", key).signedWith(key).compact();
            assertEquals(token.split("\\.").length, forged.split("\\.").length);
            assertEquals(200, replica.client().details(forged).status());
            assertEquals(200, replica.client().details(token).status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "p+w, p+w",
        "p+w@/#?%&=:x$$y\\$z, p+w%40%2F%23%3F%25%26%3D:x$$y%5C$z",
    })
    void aPasswordOfRedisIsWhatWasSet(String password, String encoded) {
        try (RedisProcess redis = RedisProcess.start(List.of("--requirepass", password, "--save", ""))) {
            startsWith(redis, "redis://:" + encoded + "@" + redis.address());
            startsWith(redis, "redis://default:" + encoded + "@" + redis.address() + "/3");
        }
    }

    @Test
    void aUserOfRedisMaySignIn() {
        List<String> user =
                List.of("--user", "key.of_my-app", "on", "~*", "&*", "+@all", ">p+w@x", "--user", "default", "off");
        try (RedisProcess redis = RedisProcess.start(user)) {
            startsWith(redis, "redis://key.of_my-app:p+w%40x@" + redis.address());
        }
    }

    private static void startsWith(RedisProcess redis, String address) {
        try (Replica replica = Replica.start(MONGO.address(), address, Map.of())) {
            assertEquals(
                    200,
                    replica.client()
                            .details(replica.client().register().accessToken())
                            .status());
        }
    }
}
