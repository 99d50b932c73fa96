package dev.latchkey.guard;

import dev.latchkey.token.VerifiedTokenCache;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** How well the cache of verified tokens does, for {@code /q/metrics}; Quarkus finds binders by their type. */
@Singleton
public class TokenCacheMetrics implements MeterBinder {
    private final VerifiedTokenCache cache;

    public TokenCacheMetrics(VerifiedTokenCache cache) {
        this.cache = cache;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        lookups(registry, "hit", tokens -> tokens.stats().hitCount());
        lookups(registry, "miss", tokens -> tokens.stats().missCount());
        Gauge.builder("latchkey.token.cache.size", cache, VerifiedTokenCache::size)
                .description("Verified access tokens in the cache")
                .register(registry);
    }

    private void lookups(MeterRegistry registry, String result, ToDoubleFunction<VerifiedTokenCache> count) {
        FunctionCounter.builder("latchkey.token.cache.lookups", cache, count)
                .description("Access tokens looked for in the cache of verified tokens")
                .tag("result", result)
                .register(registry);
    }
}
