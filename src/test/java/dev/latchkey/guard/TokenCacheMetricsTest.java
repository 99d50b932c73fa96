package dev.latchkey.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.token.InvalidTokenException;
import dev.latchkey.token.TestTokenConfig;
import dev.latchkey.token.TestTokens;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.TokenVerifier;
import dev.latchkey.token.VerifiedTokenCache;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class TokenCacheMetricsTest {

    @Test
    void tellsHitsMissesAndSize() throws InvalidTokenException {
        TestTokenConfig config = TestTokenConfig.standard();
        VerifiedTokenCache cache = new VerifiedTokenCache(config, Clock.systemUTC());
        TokenVerifier verifier = config.newVerifier(cache, Clock.systemUTC());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new TokenCacheMetrics(cache).bindTo(registry);

        String token = TestTokens.access().compact();
        for (int i = 0; i < 3; i++) {
            verifier.verify(token, TokenType.ACCESS);
        }

        assertEquals(2, lookups(registry, "hit"));
        assertEquals(1, lookups(registry, "miss"));
        assertEquals(1, registry.get("latchkey.token.cache.size").gauge().value());
    }

    private static double lookups(SimpleMeterRegistry registry, String result) {
        return registry.get("latchkey.token.cache.lookups")
                .tag("result", result)
                .functionCounter()
                .count();
    }
}
