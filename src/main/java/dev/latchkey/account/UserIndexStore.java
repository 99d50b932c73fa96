package dev.latchkey.account;

import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoServerException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import dev.latchkey.mongo.Database;
import dev.latchkey.mongo.IndexBuilder;
import jakarta.inject.Singleton;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The indexes of the users in MongoDB. */
@Singleton
final class UserIndexStore {
    private static final Bson CANONICAL_EMAIL = ascending(StoredUser.CANONICAL_EMAIL);

    private final Database database;

    UserIndexStore(Database database) {
        this.database = database;
    }

    /** Makes those that are not there. */
    void prepare() {
        MongoCollection<Document> users = database.collection(UserStore.COLLECTION, Document.class);
        if (!IndexBuilder.isIndexed(users, StoredUser.EMAIL)) {
            IndexBuilder.ensure(users, ascending(StoredUser.EMAIL), new IndexOptions());
        }
        IndexBuilder.ensure(users, ascending(StoredUser.REFUSED_EMAIL), new IndexOptions().sparse(true));
        IndexBuilder.ensure(users, ascending(StoredUser.DELETING_SINCE), new IndexOptions().sparse(true));
        IndexBuilder.ensure(users, ascending(StoredUser.OWED_DUE_AT), new IndexOptions().sparse(true));
        IndexBuilder.ensure(
                users, ascending(StoredUser.UNFINISHED_RESET + ".leaseUntil"), new IndexOptions().sparse(true));
        // Finds those of whom nothing is noted, since it is not sparse.
        IndexBuilder.ensure(users, ascending(StoredUser.CANONICAL_EMAIL, StoredUser.REFUSED_EMAIL), new IndexOptions());
        makeCanonicalEmailsUnique(users);
    }

    /** What is noted of several is taken back, for the sweep to settle. */
    private static void makeCanonicalEmailsUnique(MongoCollection<Document> users) {
        IndexOptions unique =
                new IndexOptions().name("canonicalEmail_unique").unique(true).sparse(true);
        try {
            IndexBuilder.ensure(users, CANONICAL_EMAIL, unique);
        } catch (MongoServerException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            takeBackWhatSeveralHave(users);
            throw new IllegalStateException("emails were noted of several users; that has been taken back");
        }
    }

    private static void takeBackWhatSeveralHave(MongoCollection<Document> users) {
        List<Bson> severalTimes = List.of(
                Aggregates.match(exists(StoredUser.CANONICAL_EMAIL)),
                Aggregates.group("$" + StoredUser.CANONICAL_EMAIL, Accumulators.sum("users", 1)),
                Aggregates.match(gt("users", 1)));
        for (Document several : users.aggregate(severalTimes).allowDiskUse(true)) {
            Bson same = Filters.eq(StoredUser.CANONICAL_EMAIL, several.get("_id"));
            users.updateMany(same, unset(StoredUser.CANONICAL_EMAIL));
        }
    }
}
