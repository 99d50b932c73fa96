package dev.latchkey.account;

import static com.mongodb.client.model.Filters.all;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.size;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.pullByFilter;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** The mails in users' documents. Those of a user are taken by one replica at a time. */
@Singleton
final class OwedMailStore {
    private static final Bson MAILS = Projections.include(StoredUser.OWED_MAILS, StoredUser.OWED_DUE_AT);

    private static final FindOneAndUpdateOptions TAKEN =
            new FindOneAndUpdateOptions().projection(MAILS).returnDocument(ReturnDocument.AFTER);

    private final UserStore users;

    OwedMailStore(UserStore users) {
        this.users = users;
    }

    /** Takes a user to whom mails are owed; nobody else gets them before the lease is over. */
    Optional<StoredUser> take(Instant now, Instant leaseUntil) {
        return Optional.ofNullable(users.collection()
                        .findOneAndUpdate(
                                lte(StoredUser.OWED_DUE_AT, now), set(StoredUser.OWED_DUE_AT, leaseUntil), TAKEN))
                .map(StoredUser::new);
    }

    /** Removes the mails that were taken; those that came meanwhile stay. */
    void remove(StoredUser taken) {
        List<BsonValue> ids =
                taken.owedMails().stream().map(mail -> mail.get("_id")).toList();
        Bson asTaken =
                and(eq(taken.id()), size(StoredUser.OWED_MAILS, ids.size()), all(StoredUser.OWED_MAILS + "._id", ids));
        Bson none = combine(unset(StoredUser.OWED_MAILS), unset(StoredUser.OWED_DUE_AT));
        if (users.collection().updateOne(asTaken, none).getMatchedCount() == 0) {
            users.collection()
                    .updateOne(eq(taken.id()), pullByFilter(Filters.eq(StoredUser.OWED_MAILS, in("_id", ids))));
            users.collection().updateOne(and(eq(taken.id()), size(StoredUser.OWED_MAILS, 0)), none);
        }
    }

    /** What is owed to one user. */
    List<BsonDocument> of(ObjectId id) {
        return Optional.ofNullable(
                        users.collection().find(eq(id)).projection(MAILS).first())
                .map(StoredUser::new)
                .map(StoredUser::owedMails)
                .orElse(List.of());
    }
}
