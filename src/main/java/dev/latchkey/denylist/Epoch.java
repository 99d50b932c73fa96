package dev.latchkey.denylist;

import java.time.Instant;
import java.util.UUID;

/**
 * Since when a bucket of the deny-list is complete. The value in Redis has a random part, so that no epoch is ever
 * taken for another one, even if both began within the same second.
 */
public record Epoch(String stored) {

    /**
     * The epoch that begins now. It lies a little ahead, since {@code iat} has no fractions and replicas' clocks
     * differ, each from Redis's by {@link ClockOffset#MAX}: a token issued before the list was lost must never seem newer
     * than the list.
     *
     * @param known the last epoch that was seen; null if none was
     */
    static Epoch beginning(Instant now, Epoch known) {
        long start = now.plus(ClockOffset.MAX.multipliedBy(2)).getEpochSecond() + 1;
        long afterKnown = known == null ? start : Math.max(start, known.start().getEpochSecond());
        return new Epoch(afterKnown + "-" + UUID.randomUUID());
    }

    /** Whether another epoch followed this one: epochs of a bucket never go back in time. */
    boolean isBefore(Epoch other) {
        return other != null && start().isBefore(other.start());
    }

    /** The first {@code iat} that can't be of a token issued before this epoch. */
    public Instant start() {
        return Instant.ofEpochSecond(Long.parseLong(stored.substring(0, stored.indexOf('-'))));
    }

    /** Whether a token with this {@code iat} may have been issued before this epoch. */
    public boolean isAfter(Instant issuedAt) {
        return issuedAt.isBefore(start());
    }
}
