package dev.latchkey.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;

/**
 * How many attempts are let through within a window of time, which begins with the first of them.
 *
 * @param attempts at least one
 * @param window   from a second to a year
 */
@RegisterForReflection
public record Limit(int attempts, Duration window) {
    private static final Duration LONGEST = Duration.ofDays(366);

    /** Reads a setting such as {@code 10/15m}; {@link IllegalArgumentException} if it is something else. */
    public static Limit parse(CharSequence setting) {
        String[] parts = setting.toString().strip().split("/", 2);
        if (parts.length != 2 || parts[1].isBlank()) {
            throw new IllegalArgumentException("not a limit such as 10/15m");
        }
        Limit limit = new Limit(Integer.parseInt(parts[0].strip()), DurationConverter.parseDuration(parts[1].strip()));
        if (limit.attempts < 1 || limit.window.toSeconds() < 1 || limit.window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a limit lets something through, and its window ends");
        }
        return limit;
    }
}
