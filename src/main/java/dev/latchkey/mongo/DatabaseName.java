package dev.latchkey.mongo;

import dev.latchkey.settings.MongoAddress;
import dev.latchkey.settings.Settings;
import io.quarkus.mongodb.panache.common.MongoDatabaseResolver;
import jakarta.inject.Singleton;

/** Takes the name of the database from the connection string, where the original has it. */
@Singleton
public final class DatabaseName implements MongoDatabaseResolver {
    private final String name;

    public DatabaseName(Settings.Mongo settings) {
        this.name = MongoAddress.database(settings.address());
    }

    /** The name of the database. */
    @Override
    public String resolve() {
        return name;
    }
}
