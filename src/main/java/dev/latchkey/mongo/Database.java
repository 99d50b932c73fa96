package dev.latchkey.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.latchkey.error.AuthException;
import jakarta.inject.Singleton;

/**
 * The database in MongoDB. It is opened by the preparation, which waits for DNS ({@code mongodb+srv}) as long as it
 * takes; until then a request is told that it is unavailable, and doesn't wait as well.
 */
@Singleton
public final class Database {
    private final MongoClient mongo;
    private final DatabaseName name;
    private volatile boolean open;

    public Database(MongoClient mongo, DatabaseName name) {
        this.mongo = mongo;
        this.name = name;
    }

    /** Makes the client, which may ask DNS; may be repeated until it succeeds. */
    public void open() {
        mongo.getClusterDescription();
        open = true;
    }

    /** A collection, whose documents are read as this class. */
    public <T> MongoCollection<T> collection(String collection, Class<T> documents) {
        return database().getCollection(collection, documents);
    }

    MongoDatabase database() {
        if (!open) {
            throw AuthException.unavailable(new IllegalStateException("MongoDB was not reached since the start"));
        }
        return mongo.getDatabase(name.resolve());
    }
}
