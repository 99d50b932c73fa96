package dev.latchkey.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** The kinds of Redis that the service works with; spelt as Quarkus does, which knows more. */
@RegisterForReflection
public enum RedisType {
    STANDALONE,
    SENTINEL,
    CLUSTER;

    /** Reads a setting such as {@code cluster}; {@link IllegalArgumentException} if it is something else. */
    public static RedisType parse(CharSequence setting) {
        return valueOf(setting.toString().toUpperCase(Locale.ROOT));
    }
}
