package dev.latchkey.startup;

import dev.latchkey.settings.MongoAddress;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;

/**
 * Gives Quarkus an address of MongoDB that asks no DNS: it reads the address while it starts, and a DNS that is down then
 * would end the start. Who makes the client takes the address as it was set ({@link dev.latchkey.mongo.MongoRules}).
 */
@Priority(Priorities.LIBRARY + 400) // after expressions were expanded (LIBRARY + 300)
public final class AddressWithoutDns implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;
    private static final String ADDRESS = "quarkus.mongodb.connection-string";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        boolean isAddress = value != null && value.getValue() != null && ADDRESS.equals(name);
        return isAddress ? value.withValue(MongoAddress.withoutDns(value.getValue())) : value;
    }
}
