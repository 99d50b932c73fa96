package dev.latchkey.startup;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.Expressions;
import io.smallrye.config.Priorities;
import io.smallrye.config.SysPropConfigSource;
import jakarta.annotation.Priority;
import java.util.regex.Pattern;

/**
 * Has a value of the environment taken as it is. What is written in {@code application.properties} is an expression, in
 * which a dollar sign has a meaning; a key or a password that happens to hold one is not.
 */
@Priority(Priorities.LIBRARY + 100) // nearer to the sources than what expands (LIBRARY + 300)
public final class VerbatimEnvironment implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;
    private static final Pattern SETTING = Pattern.compile("[A-Z][A-Z0-9_]*");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        boolean willBeExpanded = value != null && value.getValue() != null && Expressions.isEnabled();
        return willBeExpanded && isOfTheEnvironment(value)
                ? value.withValue(value.getValue().replace("$", "\\$"))
                : value;
    }

    /** Or a setting that was given as a system property, see {@link Environment#ofThisProcess}. */
    private static boolean isOfTheEnvironment(ConfigValue value) {
        String source = value.getSourceName();
        return EnvConfigSource.NAME.equals(source)
                || SysPropConfigSource.NAME.equals(source)
                        && SETTING.matcher(value.getName()).matches();
    }
}
