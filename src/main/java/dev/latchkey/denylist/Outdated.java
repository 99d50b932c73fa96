package dev.latchkey.denylist;

import java.time.Instant;

/**
 * A session whose access tokens tell what is no longer true, up to one of its generations.
 *
 * @param generation its current one
 * @param until      when the last of these tokens expires by itself
 */
public record Outdated(String sessionId, int generation, Instant until) {
    /**
     * Never overwrites a denial, nor a higher generation: whatever comes first, an ended session stays ended. The value is
     * what {@link Verdict} reads.
     */
    static final String SCRIPT = """
            local entry = redis.call('GET', KEYS[1])
            local known = entry and tonumber(string.match(entry, '^stale:([0-9]+)$'))
            if not entry or known and known <= tonumber(ARGV[1]) then
              redis.call('SET', KEYS[1], 'stale:' .. ARGV[1], 'EX', ARGV[2])
            end
            return 0
            """;

    String key() {
        return Bucket.of(sessionId).sessionKey(sessionId);
    }
}
