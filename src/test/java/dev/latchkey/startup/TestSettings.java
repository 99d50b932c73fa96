package dev.latchkey.startup;

import java.util.HashMap;
import java.util.Map;

/** The environment of a production start. */
final class TestSettings {
    private static final Map<String, String> GOOD = Map.of(
            "DATABASE_URL",
            "mongodb://db/latchkey",
            "REDIS_HOST",
            "redis",
            "JWT_ACCESS_KEY",
            "lYfUm/dV1zTz1yXr6pAbkqs0wV0p8cJm0b3XcEwqN3u6pYc1dW9g7YyYh8aE0b2K",
            "JWT_REFRESH_KEY",
            "5f2b8a0e9c7d41f3b6a8e2c09d17f4a3");

    private TestSettings() {}

    /** With which nothing is wrong, or unsafe. */
    static Map<String, String> good() {
        return new HashMap<>(GOOD);
    }

    /** The same, but for one setting. */
    static Map<String, String> with(String name, String value) {
        Map<String, String> settings = good();
        settings.put(name, value);
        return settings;
    }
}
