package dev.latchkey.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The origins whose pages may read our answers ({@code CORS_ORIGINS}).
 *
 * @param all as browsers send them (RFC 6454 section 6.2): lower case, no path
 */
@RegisterForReflection
public record Origins(List<String> all) {
    private static final Pattern ORIGIN =
            Pattern.compile("https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(:[1-9][0-9]{0,4})?");

    private static final Pattern WITH_DEFAULT_PORT = Pattern.compile("http:.*:80|https:.*:443");

    /** None. */
    public static final Origins NONE = new Origins(List.of());

    /**
     * Reads the setting, such as {@code https://app.example.com}; {@link IllegalArgumentException} if it is something
     * else.
     */
    public static Origins parse(CharSequence setting) {
        return new Origins(Arrays.stream(setting.toString().split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .map(Origins::checked)
                .toList());
    }

    private static String checked(String origin) {
        if (!ORIGIN.matcher(origin).matches()
                || WITH_DEFAULT_PORT.matcher(origin).matches()) {
            throw new IllegalArgumentException("not an origin as browsers send it");
        }
        return origin;
    }

    boolean nameOneWithoutTls() {
        return all.stream().anyMatch(origin -> origin.startsWith("http:"));
    }
}
