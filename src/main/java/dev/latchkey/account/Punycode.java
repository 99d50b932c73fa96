package dev.latchkey.account;

import java.util.Optional;

/** Decodes Punycode, <a href="https://www.rfc-editor.org/rfc/rfc3492">RFC 3492</a>. */
final class Punycode {
    // The parameters of section 5.
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;

    private Punycode() {}

    /** What was encoded, without the prefix {@code xn--}; empty if it is no Punycode (section 6.2). */
    static Optional<String> decode(String encoded) {
        if (encoded.chars().anyMatch(c -> c >= INITIAL_N)) {
            return Optional.empty();
        }
        int basic = Math.max(encoded.lastIndexOf('-'), 0);
        StringBuilder decoded = new StringBuilder(encoded.substring(0, basic));
        int in = basic == 0 ? 0 : basic + 1;
        int bias = INITIAL_BIAS;
        long codePoint = INITIAL_N;
        int length = basic;
        long place = 0;
        while (in < encoded.length()) {
            long before = place;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = in < encoded.length() ? Character.digit(rotated(encoded.charAt(in++)), BASE) : -1;
                if (digit < 0) {
                    return Optional.empty();
                }
                place += digit * weight;
                int threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (place > Integer.MAX_VALUE || weight > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
            }
            length++;
            bias = adapt(place - before, length, before == 0);
            codePoint += place / length;
            place %= length;
            if (codePoint > Character.MAX_CODE_POINT || Character.getType((int) codePoint) == Character.SURROGATE) {
                return Optional.empty();
            }
            decoded.insert(decoded.offsetByCodePoints(0, (int) place), Character.toChars((int) codePoint));
            place++;
        }
        return Optional.of(decoded.toString());
    }

    /** Punycode counts a to z, then 0 to 9; Java counts 0 to 9, then a to z. */
    private static char rotated(char digit) {
        if (digit >= '0' && digit <= '9') {
            return (char) ('q' + digit - '0');
        }
        char lower = (char) (digit | 0x20);
        if (lower < 'a' || lower > 'z' || digit > 'z') {
            return '!';
        }
        return lower < 'k' ? (char) ('0' + lower - 'a') : (char) ('a' + lower - 'k');
    }

    private static int adapt(long delta, int points, boolean first) {
        long rest = first ? delta / DAMP : delta / 2;
        rest += rest / points;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return (int) (k + (BASE - T_MIN + 1) * rest / (rest + SKEW));
    }
}
