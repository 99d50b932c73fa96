package dev.latchkey.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OutdatedTokensTest {
    @Inject
    OutdatedTokens tokens;

    @Inject
    SessionStore sessions;

    @Inject
    RedisDataSource redis;

    /** A replica with a longer {@code JWT_ACCESS_TTL} may have issued them: they end with the session at the latest. */
    @Test
    void areStaleForAsLongAsTheSessionLasts() {
        SignedInUser user = TestUsers.register();
        String sid = TestTokens.sessionOf(user.refreshToken());
        tokens.outdate(user.id(), 1);
        List<String> marks = redis.key().keys("denylist:*sid:" + sid);
        assertEquals(1, marks.size());
        Duration left = Duration.ofSeconds(redis.key().ttl(marks.get(0)));
        Duration lasts = Duration.between(Instant.now(), sessions.findById(sid).expiresAt());
        assertTrue(left.compareTo(lasts) >= 0, () -> left + " of " + lasts);
    }
}
