package dev.latchkey.denylist;

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
    /** The list was lost after the token was issued, and can't tell whether it was revoked before. */
    STALE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** What the value of a token's key that is no denial begins with; the epoch that it belongs to follows. */
    private static final String VOUCHED = "vouched:";

    /** A refresh token is never stale: MongoDB decides on it. */
    static Verdict on(VerifiedToken token, DenyListReader.Found found, Collection<DenyReason> tolerated) {
        List<String> entries = found.values().stream().filter(Objects::nonNull).toList();
        List<DenyReason> reasons = entries.stream()
                .filter(entry -> !entry.startsWith(VOUCHED))
                .map(DenyReason::parse)
                .toList();
        if (!tolerated.containsAll(reasons)) {
            return DENIED;
        }
        boolean mayBeOlder = token.type() == TokenType.ACCESS && found.epoch().isAfter(token.issuedAt());
        boolean isVouchedFor = entries.contains(vouchedIn(found.epoch()));
        return mayBeOlder && reasons.isEmpty() && !isVouchedFor ? STALE : CLEAR;
    }

    /** The entry of a token that was issued in this epoch. */
    static String vouchedIn(Epoch epoch) {
        return VOUCHED + epoch.stored();
    }

    String label() {
        return label;
    }
}
