package dev.latchkey.account;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoServerException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.latchkey.mongo.Database;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;

/** What the sweep of all users needs of MongoDB: batches, and a lease, by which one replica at a time does it. */
@Singleton
final class SweepStore {
    private static final int BATCH = 1_000;
    private static final long SECONDS_FOR_A_BATCH = 30;

    /** As long as two batches may take: then another replica goes on for one that is gone. */
    private static final Duration LEASE_LASTS = Duration.ofSeconds(60);

    private static final Bson LEASE = eq("users");

    private final Database database;
    private final Clock clock;
    private final String me = UUID.randomUUID().toString();

    SweepStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Calls back with all users, batch by batch; each has a time limit of its own. */
    void forEachBatch(Consumer<List<StoredUser>> action) {
        try (MongoCursor<BsonDocument> cursor = users().find()
                .projection(UserStore.FIELDS)
                .batchSize(BATCH)
                .timeoutMode(TimeoutMode.ITERATION)
                .cursor()) {
            while (cursor.hasNext()) {
                List<StoredUser> batch = new ArrayList<>(BATCH);
                while (batch.size() < BATCH && cursor.hasNext()) {
                    batch.add(new StoredUser(cursor.next()));
                }
                action.accept(batch);
            }
        }
    }

    /** Notes of each that the email is theirs; returns those for whom that is noted for another one. */
    List<StoredUser> ownAll(List<StoredUser> some) {
        List<UpdateOneModel<BsonDocument>> notes = some.stream()
                .map(user -> new UpdateOneModel<BsonDocument>(UserStore.unchanged(user), UserStore.owned(user)))
                .toList();
        try {
            users().bulkWrite(notes, new BulkWriteOptions().ordered(false));
            return List.of();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().stream().anyMatch(error -> error.getCategory() != ErrorCategory.DUPLICATE_KEY)) {
                throw e;
            }
            return e.getWriteErrors().stream()
                    .map(BulkWriteError::getIndex)
                    .map(some::get)
                    .toList();
        }
    }

    /** Takes the lease, or keeps it; false while another replica has it, or it is not due. */
    boolean take(long usersSoFar) {
        Instant now = clock.instant();
        Bson free = new Document("_id", "users")
                .append("$or", List.of(new Document("until", new Document("$lt", now)), new Document("holder", me)));
        Bson mine = combine(set("holder", me), set("until", now.plus(LEASE_LASTS)), set("users", usersSoFar));
        try {
            lease().updateOne(free, mine, new UpdateOptions().upsert(true));
            return true;
        } catch (MongoServerException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }

    /** Notes that all users have been looked at, and gives the lease back; it is due again after a pause. */
    void done(int form, Duration pause) {
        Bson done = combine(
                set("holder", null),
                set("form", form),
                set("until", clock.instant().plus(pause)));
        lease().updateOne(and(LEASE, eq("holder", me)), done);
    }

    /** Gives the lease back, for whoever comes next. */
    void giveBack() {
        lease().updateOne(and(LEASE, eq("holder", me)), combine(set("holder", null), set("until", clock.instant())));
    }

    /** Whether all users have been looked at, by this form of canonical emails. */
    boolean wasDone(int form) {
        return lease().find(and(LEASE, eq("form", form))).first() != null;
    }

    /** How many users the replica that has the lease has looked at. */
    long usersSoFar() {
        Document lease = lease().find(LEASE).first();
        return lease != null && lease.get("users") instanceof Number number ? number.longValue() : 0;
    }

    private MongoCollection<BsonDocument> users() {
        return database.collection(UserStore.COLLECTION, BsonDocument.class)
                .withTimeout(SECONDS_FOR_A_BATCH, TimeUnit.SECONDS);
    }

    private MongoCollection<Document> lease() {
        return database.collection("Sweep", Document.class);
    }
}
