package dev.latchkey.token;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;

/**
 * Lets no setting reach SmallRye JWT's builder, which looks some up for each token: an audience or another issuer from the
 * environment of one replica would make its tokens differ from all others'. Answered here, before all sources of settings
 * are searched for what is in none, the look-ups cost next to nothing: docs/decisions/0004.
 */
@Priority(Priorities.APPLICATION) // the first to be asked
public final class BuilderSettings implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        boolean isOfTheBuilder = name.startsWith("smallrye.jwt.new-token.") || name.startsWith("smallrye.jwt.sign.");
        return isOfTheBuilder ? null : context.proceed(name);
    }
}
