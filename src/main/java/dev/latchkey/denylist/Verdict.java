package dev.latchkey.denylist;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What the deny-list says of a token. */
public enum Verdict {
    /** Neither the token nor its session is denied. */
    CLEAR,
    /** The token, or its session, is on the list. */
    DENIED,
    /**
     * The list was lost after the token was issued, and can't tell whether it was revoked before; or what the token says
     * of its user's roles is no longer true.
     */
    STALE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** What the value of a token's key that is no denial begins with; the epoch that it belongs to follows. */
    private static final String VOUCHED = "vouched:";

    /** What the value of a session's key that is no denial begins with; a generation follows, whose tokens are stale. */
    private static final String STALE_UP_TO = "stale:";

    /** A refresh token is never stale: MongoDB decides on it. */
    static Verdict on(VerifiedToken token, DenyListReader.Found found, Collection<DenyReason> tolerated) {
        List<String> entries = found.values().stream().filter(Objects::nonNull).toList();
        List<DenyReason> reasons = entries.stream()
                .filter(entry -> !entry.startsWith(VOUCHED) && !entry.startsWith(STALE_UP_TO))
                .map(DenyReason::parse)
                .toList();
        if (!tolerated.containsAll(reasons)) {
            return DENIED;
        }
        boolean mayBeStale = token.type() == TokenType.ACCESS && reasons.isEmpty();
        return mayBeStale && (mayBeOlder(token, entries, found.epoch()) || isOutdated(token, entries)) ? STALE : CLEAR;
    }

    private static boolean mayBeOlder(VerifiedToken token, List<String> entries, Epoch epoch) {
        return epoch.isAfter(token.issuedAt()) && !entries.contains(vouchedIn(epoch));
    }

    private static boolean isOutdated(VerifiedToken token, List<String> entries) {
        int generation = TokenId.generation(token.id());
        return entries.stream()
                .filter(entry -> entry.startsWith(STALE_UP_TO))
                .anyMatch(entry -> generation <= Integer.parseInt(entry, STALE_UP_TO.length(), entry.length(), 10));
    }

    /** The entry of a token that was issued in this epoch. */
    static String vouchedIn(Epoch epoch) {
        return VOUCHED + epoch.stored();
    }

    String label() {
        return label;
    }
}
