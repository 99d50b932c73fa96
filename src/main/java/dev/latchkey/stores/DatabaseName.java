package dev.latchkey.stores;

import com.mongodb.ConnectionString;
import io.quarkus.mongodb.panache.common.MongoDatabaseResolver;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes the name of the database from the connection string, where the original has it. */
@Singleton
public final class DatabaseName implements MongoDatabaseResolver {
    private final String name;

    public DatabaseName(@ConfigProperty(name = "quarkus.mongodb.connection-string") String connectionString) {
        this.name = new ConnectionString(connectionString).getDatabase();
    }

    @Override
    public String resolve() {
        return name;
    }
}
