package dev.latchkey.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jboss.logging.Logger;

/**
 * Makes indexes, with a time limit of their own: one that runs into {@code MONGODB_TIMEOUT} is given up by MongoDB, and
 * that of a big collection would begin again for ever. One that is there already costs a look.
 */
public final class IndexBuilder {
    private static final Logger LOG = Logger.getLogger(IndexBuilder.class);
    private static final long BUILD_HOURS = 12;

    private IndexBuilder() {}

    /** Makes an index with these keys and options, unless it is there. */
    public static void ensure(MongoCollection<?> collection, Bson keys, IndexOptions options) {
        BsonDocument keyDocument = keys.toBsonDocument();
        if (indexes(collection).anyMatch(index -> isSame(index, keyDocument, options))) {
            return;
        }
        String name = collection.getNamespace().getCollectionName();
        LOG.infof("Making the index %s of %s", keyDocument.keySet(), name);
        collection.withTimeout(BUILD_HOURS, TimeUnit.HOURS).createIndex(keys, options);
        LOG.infof("The index %s of %s is there", keyDocument.keySet(), name);
    }

    /** Whether queries for a value of this field have an index of their own, whatever its options are. */
    public static boolean isIndexed(MongoCollection<?> collection, String field) {
        return indexes(collection)
                .filter(index -> !index.containsKey("partialFilterExpression") && !index.containsKey("collation"))
                .map(index ->
                        index.get("key", Document.class).entrySet().iterator().next())
                .anyMatch(first -> first.getKey().equals(field) && first.getValue() instanceof Number);
    }

    private static Stream<Document> indexes(MongoCollection<?> collection) {
        return StreamSupport.stream(collection.listIndexes().spliterator(), false);
    }

    private static boolean isSame(Document index, BsonDocument keys, IndexOptions options) {
        return index.get("key", Document.class).keySet().stream().toList().equals(List.copyOf(keys.keySet()))
                && index.getBoolean("unique", false) == options.isUnique()
                && lifetime(index).equals(Optional.ofNullable(options.getExpireAfter(TimeUnit.SECONDS)));
    }

    private static Optional<Long> lifetime(Document index) {
        return Optional.ofNullable(index.get("expireAfterSeconds", Number.class))
                .map(Number::longValue);
    }
}
