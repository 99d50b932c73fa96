package dev.latchkey.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import dev.latchkey.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The access tokens that were verified last, each until it expires: one that comes again is not parsed again. Refresh
 * tokens stay out, which come once and are worth more to a thief. What depends on the time, the keys or the deny-list is
 * no matter of this cache: docs/decisions/0007.
 */
@Singleton
public final class VerifiedTokenCache {
    /** What an entry takes up beside the text of its token, in bytes: 570, and more for long emails and names. */
    static final int ENTRY_BYTES = 700;

    /** A role of the usual length, of which the text of the token pays for the letters of a longer one. */
    private static final int ROLE_BYTES = 72;

    private final Cache<String, Entry> entries;

    /** What stays true of a token: what it says, and the key that it was signed with. */
    record Entry(VerifiedToken token, TokenKey key) {

        /** What it takes up beside the text of its token, in bytes. */
        int bytes() {
            int claims = token.claims() == null ? 0 : token.claims().length();
            return ENTRY_BYTES + token.roles().size() * ROLE_BYTES + claims;
        }
    }

    @Inject
    public VerifiedTokenCache(Settings.Token config, Clock clock) {
        this.entries = Caffeine.newBuilder()
                .maximumWeight(config.cacheBytes())
                .weigher((String token, Entry entry) -> token.length() + entry.bytes())
                .expireAfter(Expiry.creating((String token, Entry entry) ->
                        Duration.between(clock.instant(), entry.token().expiresAt())))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .recordStats()
                .build();
    }

    Optional<Entry> find(String token, TokenType type) {
        return type == TokenType.ACCESS ? Optional.ofNullable(entries.getIfPresent(token)) : Optional.empty();
    }

    /** To be called with a token that has been verified, and with none other. */
    void add(String token, Entry entry) {
        if (entry.token().type() == TokenType.ACCESS) {
            entries.put(token, entry);
        }
    }

    /** How often a token was found here, and how often not, since the start. */
    public CacheStats stats() {
        return entries.stats();
    }

    /** How many tokens are here. */
    public long size() {
        entries.cleanUp();
        return entries.estimatedSize();
    }

    /** What Caffeine has chosen; a native image has to know it. */
    Class<?> implementation() {
        return entries.asMap().getClass();
    }

    /** What the entries take up, in bytes, about. */
    long bytes() {
        entries.cleanUp();
        return entries.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
