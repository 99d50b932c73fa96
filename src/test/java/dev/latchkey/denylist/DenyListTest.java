package dev.latchkey.denylist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DenyListTest {
    private static final long TOLERANCE = 2;

    @Inject
    RedisDataSource redis;

    @Nested
    class Entries {

        @Test
        void ofALogoutAreOneForEachTokenAndOneForTheSession() {
            SignedInUser user = TestUsers.register();
            Bucket bucket = bucketOf(user);
            Set<String> before = logoutsIn(bucket);
            TestUsers.logout(user.accessToken(), user.refreshToken()).then().statusCode(200);

            JsonNode access = TestTokens.claimsOf(user.accessToken());
            JsonNode refresh = TestTokens.claimsOf(user.refreshToken());
            assertEntry(bucket.tokenKey(access.get("jti").textValue()), "logout", access);
            assertEntry(bucket.tokenKey(refresh.get("jti").textValue()), "logout", refresh);
            assertEntry(bucket.sessionKey(refresh.get("sid").textValue()), "logout", refresh);
            Set<String> added = logoutsIn(bucket);
            added.removeAll(before);
            assertEquals(3, added.size(), added::toString);
        }

        @Test
        void ofARotationIsTheReplacedAccessToken() {
            SignedInUser user = TestUsers.register();
            Bucket bucket = bucketOf(user);
            TestUsers.refresh(user.refreshToken()).then().statusCode(200);

            JsonNode access = TestTokens.claimsOf(user.accessToken());
            JsonNode refresh = TestTokens.claimsOf(user.refreshToken());
            assertEntry(bucket.tokenKey(access.get("jti").textValue()), "rotated", access);
            String refreshKey = bucket.tokenKey(refresh.get("jti").textValue());
            assertFalse(redis.key().exists(refreshKey), "MongoDB decides on refresh tokens");
        }

        private void assertEntry(String key, String reason, JsonNode token) {
            long left = token.get("exp").longValue() - Instant.now().getEpochSecond() + DenyList.MARGIN.toSeconds();
            long ttl = redis.key().ttl(key);
            assertEquals(reason, redis.value(String.class).get(key));
            assertTrue(Math.abs(ttl - left) <= TOLERANCE, () -> key + " lives " + ttl + " s, its token " + left + " s");
        }
    }

    private static Bucket bucketOf(SignedInUser user) {
        return Bucket.of(TestTokens.sessionOf(user.refreshToken()));
    }

    private Set<String> logoutsIn(Bucket bucket) {
        return redis.key().keys("denylist:{" + bucket.name() + "}:*").stream()
                .filter(key -> "logout".equals(redis.value(String.class).get(key)))
                .collect(Collectors.toSet());
    }
}
