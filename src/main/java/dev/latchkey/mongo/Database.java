package dev.latchkey.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.latchkey.error.AuthException;
import dev.latchkey.settings.MongoAddress;
import dev.latchkey.settings.Settings;
import io.quarkus.mongodb.panache.common.MongoDatabaseResolver;
import jakarta.inject.Singleton;

/**
 * The database in MongoDB, also for Panache, which asks for it before each operation. It is opened by the preparation,
 * which waits for DNS ({@code mongodb+srv}) as long as it takes; until then a request is told that it is unavailable, and
 * doesn't wait as well.
 */
@Singleton
public final class Database implements MongoDatabaseResolver {
    private final MongoClient mongo;
    private final String name;
    private volatile boolean open;

    public Database(MongoClient mongo, Settings.Mongo settings) {
        this.mongo = mongo;
        this.name = MongoAddress.database(settings.address());
    }

    /** Makes the client, which may ask DNS; may be repeated until it succeeds. */
    public void open() {
        mongo.getClusterDescription();
        open = true;
    }

    /** The name of the database; {@code unavailable} until it is open. */
    @Override
    public String resolve() {
        if (!open) {
            throw AuthException.unavailable(new IllegalStateException("MongoDB was not reached since the start"));
        }
        return name;
    }

    /** A collection without an entity, whose documents are read as this class. */
    public <T> MongoCollection<T> collection(String collection, Class<T> documents) {
        return database().getCollection(collection, documents);
    }

    MongoDatabase database() {
        return mongo.getDatabase(resolve());
    }
}
