package dev.latchkey.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of Redis that a server is compatible with: Valkey and others tell that, too. */
record RedisVersion(int major, int minor) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})(?:\\.(\\d{1,4}))?.*");

    /** What does not look like a version is older than any. */
    static RedisVersion parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return new RedisVersion(0, 0);
        }
        return new RedisVersion(
                Integer.parseInt(parts.group(1)), parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2)));
    }

    boolean isBefore(RedisVersion other) {
        return major < other.major || major == other.major && minor < other.minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
