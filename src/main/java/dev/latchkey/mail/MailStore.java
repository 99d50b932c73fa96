package dev.latchkey.mail;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import dev.latchkey.mongo.IndexBuilder;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** The mails in MongoDB that are to be sent. A mail is taken by one replica at a time, by an update of its document. */
@Singleton
public class MailStore implements PanacheMongoRepositoryBase<Mail, String> {
    private static final InsertManyOptions ALL = new InsertManyOptions().ordered(false);

    private static final FindOneAndUpdateOptions NEXT =
            new FindOneAndUpdateOptions().sort(Sorts.ascending("dueAt")).returnDocument(ReturnDocument.AFTER);

    /** Adds mails as users' documents hold them; those that are there already stay as they are. */
    public void addAll(List<BsonDocument> mails) {
        try {
            mongoCollection().withDocumentClass(BsonDocument.class).insertMany(mails, ALL);
        } catch (MongoBulkWriteException e) {
            boolean allThere =
                    e.getWriteErrors().stream().allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
            if (!allThere) {
                throw e;
            }
        }
    }

    /**
     * Takes the mail that has been due the longest; nobody else gets it before the lease is over.
     *
     * @param leaseUntil when it is due again, should this replica not live to tell what came of it
     */
    Optional<Mail> take(Instant now, Instant leaseUntil) {
        return Optional.ofNullable(mongoCollection()
                .findOneAndUpdate(lte("dueAt", now), combine(set("dueAt", leaseUntil), inc("attempts", 1)), NEXT));
    }

    /** Puts off a mail that was taken, unless its lease is over and somebody else has it. */
    void putOff(Mail taken, Instant dueAt) {
        mongoCollection().updateOne(asTaken(taken), set("dueAt", dueAt));
    }

    /** The same for a mail that was not tried after all. */
    void giveBack(Mail taken, Instant dueAt) {
        mongoCollection().updateOne(asTaken(taken), combine(set("dueAt", dueAt), inc("attempts", -1)));
    }

    /** Removes a mail that needs no more tries. */
    void remove(Mail mail) {
        mongoCollection().deleteOne(eq(mail.id()));
    }

    private static Bson asTaken(Mail taken) {
        return and(eq(taken.id()), eq("attempts", taken.attempts()));
    }

    /** Makes the index; does nothing if it is there. */
    public void prepare() {
        IndexBuilder.ensure(mongoCollection(), Indexes.ascending("dueAt"), new IndexOptions());
    }
}
