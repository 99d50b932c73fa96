package dev.latchkey.denylist;

import java.time.Instant;
import java.util.Set;

/**
 * What the deny-list knows of a token.
 *
 * @param reasons why the token or its session is denied; empty if neither is
 * @param vouched whether the token is known to have been issued in this epoch
 * @param epoch   since when the list is complete: of an access token issued before it does not know
 */
public record DenyListAnswer(Set<DenyReason> reasons, boolean vouched, Epoch epoch) {

    /** Whether the list can't tell if the token was revoked: it may have been, before the list was lost. */
    public boolean isStale(Instant issuedAt) {
        return epoch.isAfter(issuedAt) && !vouched && reasons.isEmpty();
    }
}
