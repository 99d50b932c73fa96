package dev.latchkey.account;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import dev.latchkey.mongo.Database;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * The ids of all users there have ever been, also of those who were deleted. An id that was the {@code sub} of a token
 * is never given out again: whoever got it would be taken for its former user, by tokens that go on and by services
 * that keep data under it.
 */
@Singleton
final class IssuedIdStore {
    private static final InsertManyOptions ALL = new InsertManyOptions().ordered(false);

    private final Database database;

    IssuedIdStore(Database database) {
        this.database = database;
    }

    boolean contains(ObjectId id) {
        return collection().find(eq(id)).first() != null;
    }

    /** Notes an id; false if it is there: of parallel calls with one id, one gets true. */
    boolean add(ObjectId id) {
        try {
            collection().insertOne(new Document("_id", id));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }

    /** Notes those that are not there. */
    void addAll(List<ObjectId> ids) {
        Set<ObjectId> there = collection()
                .find(in("_id", ids))
                .projection(Projections.include("_id"))
                .map(document -> document.getObjectId("_id"))
                .into(new HashSet<>());
        List<Document> missing = ids.stream()
                .filter(id -> !there.contains(id))
                .map(id -> new Document("_id", id))
                .collect(Collectors.toList());
        if (!missing.isEmpty()) {
            insert(missing);
        }
    }

    private void insert(List<Document> missing) {
        try {
            collection().insertMany(missing, ALL);
        } catch (MongoBulkWriteException e) {
            boolean allThere =
                    e.getWriteErrors().stream().allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
            if (!allThere) {
                throw e;
            }
        }
    }

    private MongoCollection<Document> collection() {
        return database.collection("IssuedId", Document.class);
    }
}
