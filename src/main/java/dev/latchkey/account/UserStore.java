package dev.latchkey.account;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Filters.type;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoServerException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import dev.latchkey.mail.Mail;
import io.quarkus.mongodb.panache.PanacheMongoRepository;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * The users in MongoDB. Others may write there, too: so documents are read as they are, not by Panache, which would fail
 * on a field of another type.
 */
@Singleton
public class UserStore implements PanacheMongoRepository<User> {
    static final String COLLECTION = "User";

    /** Far more than there can be with one email by mistake. */
    private static final int MOST_WITH_ONE_EMAIL = 100;

    private static final int BATCH = 1_000;

    /** As {@link StoredUser#canonical} is there; a query for a string finds arrays of strings as well. */
    private static final Bson HAS_EMAIL = and(
            type(StoredUser.EMAIL, BsonType.STRING),
            not(type(StoredUser.EMAIL, BsonType.ARRAY)),
            regex(StoredUser.EMAIL, "(?s)^.{0," + CanonicalEmail.MAX_LENGTH + "}\\z"));

    static final Bson FIELDS = Projections.include(
            StoredUser.ID,
            StoredUser.EMAIL,
            StoredUser.NAME,
            StoredUser.PASSWORD,
            StoredUser.CANONICAL_EMAIL,
            StoredUser.REFUSED_EMAIL,
            StoredUser.LOCALE,
            StoredUser.VERIFIED_EMAIL,
            StoredUser.CREDENTIAL_VERSION,
            StoredUser.CREDENTIALS_CHANGED_BY,
            StoredUser.CREDENTIALS_CHANGED_AT,
            StoredUser.ROLES,
            StoredUser.ROLES_VERSION,
            StoredUser.CLAIMS,
            StoredUser.DELETING_SINCE,
            StoredUser.PENDING_VERIFICATION,
            StoredUser.PENDING_RECOVERY,
            StoredUser.PENDING_EMAIL_CHANGE,
            StoredUser.EMAIL_UNDOS,
            StoredUser.UNFINISHED_RESET);

    /** What changes build on: numbers that are raised, and a list that is added to. */
    private static final Map<String, BsonType> BUILT_ON = Map.of(
            StoredUser.CREDENTIAL_VERSION, BsonType.INT32,
            StoredUser.ROLES_VERSION, BsonType.INT32,
            StoredUser.OWED_MAILS, BsonType.ARRAY);

    /** MongoDB's TypeMismatch, of {@code $inc}, and BadValue, of {@code $push}. */
    private static final Set<Integer> BUILDS_ON_ANOTHER_TYPE = Set.of(14, 2);

    private static final FindOneAndUpdateOptions CHANGED =
            new FindOneAndUpdateOptions().projection(FIELDS).returnDocument(ReturnDocument.AFTER);

    /** The user for whom it is noted that this email is theirs; what stands in the document may say otherwise. */
    Optional<StoredUser> noted(String canonical) {
        return read(eq(StoredUser.CANONICAL_EMAIL, canonical)).stream().findFirst();
    }

    /** All who may have this email, by any field, as it is given or in either canonical form. */
    List<StoredUser> candidates(String email, String canonical) {
        String firstForm = CanonicalEmail.ofFirstForm(email);
        return read(or(
                in(StoredUser.CANONICAL_EMAIL, canonical, firstForm),
                eq(StoredUser.REFUSED_EMAIL, canonical),
                in(StoredUser.EMAIL, email, canonical, firstForm)));
    }

    Optional<StoredUser> read(ObjectId id) {
        return read(eq(id)).stream().findFirst();
    }

    /** Adds a user; false if there is one with this email or id: of parallel calls one wins, by the unique indexes. */
    boolean insert(User user) {
        user.canonicalEmail = CanonicalEmail.of(user.email);
        return isUnique(() -> persist(user));
    }

    /** Takes back an {@link #insert}. */
    void remove(User user) {
        collection().deleteOne(unchanged(user));
    }

    /** Gives the user a new hash of the same password; does nothing if the password was changed meanwhile. */
    void replaceHash(User user, String hash) {
        collection().updateOne(unchanged(user), set(StoredUser.PASSWORD, hash));
    }

    /**
     * Sets a new password, and raises the version of the credentials in the same update. A recovery, and a change of the
     * email, that others have asked for are void.
     *
     * @param by   the id of the session that goes on
     * @param owed a mail that tells of it
     * @return the user as it now is; empty if the password was changed meanwhile
     */
    Optional<StoredUser> changePassword(User user, String hash, String by, Instant now, Optional<Mail> owed) {
        return change(
                and(withSameCredentials(user), eq(StoredUser.DELETING_SINCE, null)),
                combine(
                        set(StoredUser.PASSWORD, hash),
                        inc(StoredUser.CREDENTIAL_VERSION, 1),
                        set(StoredUser.CREDENTIALS_CHANGED_BY, by),
                        set(StoredUser.CREDENTIALS_CHANGED_AT, now),
                        unset(StoredUser.PENDING_RECOVERY),
                        unset(StoredUser.PENDING_EMAIL_CHANGE),
                        owing(owed)));
    }

    /** Sets what a user may change about itself; null leaves a field as it is. Empty if the user is gone. */
    Optional<StoredUser> changeProfile(ObjectId id, String name, String locale) {
        List<Bson> changes = new ArrayList<>();
        if (name != null) {
            changes.add(set(StoredUser.NAME, name));
        }
        if (locale != null) {
            changes.add(set(StoredUser.LOCALE, locale));
        }
        return changes.isEmpty() ? read(id) : change(eq(id), combine(changes));
    }

    /** Sets the roles, and raises their version in the same update. Empty if the user is gone. */
    Optional<StoredUser> changeRoles(ObjectId id, List<String> roles) {
        return change(
                and(eq(id), eq(StoredUser.DELETING_SINCE, null)),
                combine(set(StoredUser.ROLES, roles), inc(StoredUser.ROLES_VERSION, 1)));
    }

    /** Notes that the user is being deleted, which voids the credentials; false if they were changed meanwhile. */
    boolean beginDeletion(User user, Instant now, Optional<Mail> owed) {
        return change(
                        withSameCredentials(user),
                        combine(
                                set(StoredUser.DELETING_SINCE, now),
                                inc(StoredUser.CREDENTIAL_VERSION, 1),
                                owing(owed)))
                .isPresent();
    }

    /** The same for a user who has never verified an email; false if one was verified, or changed, meanwhile. */
    boolean beginDeletionOfUnverified(User user, Instant now) {
        return change(
                        and(eq(user.id), eq(StoredUser.EMAIL, user.email), eq(StoredUser.VERIFIED_EMAIL, null)),
                        combine(set(StoredUser.DELETING_SINCE, now), inc(StoredUser.CREDENTIAL_VERSION, 1)))
                .isPresent();
    }

    /** Deletes a user for whom that has begun; does nothing if it is done. */
    void finishDeletion(ObjectId id) {
        collection().deleteOne(and(eq(id), ne(StoredUser.DELETING_SINCE, null)));
    }

    /** Users whose deletion began before this, some of them. */
    List<StoredUser> findBeingDeleted(Instant since) {
        return read(lt(StoredUser.DELETING_SINCE, since));
    }

    /** Notes that the user has this email; false if it is noted for another one. */
    boolean own(StoredUser user) {
        return isUnique(() -> collection().updateOne(unchanged(user), owned(user)));
    }

    /** Notes that the user is refused. A clash keeps its place in the unique index, so that nobody else gets it. */
    void refuse(StoredUser user) {
        List<Bson> notes = new ArrayList<>();
        if (user.canonical() != null) {
            notes.add(set(StoredUser.REFUSED_EMAIL, user.canonical()));
        }
        if (!user.blocks()) {
            notes.add(unset(StoredUser.CANONICAL_EMAIL));
        }
        collection().updateOne(unchanged(user), combine(notes));
    }

    /** Takes the note back that the user has an email. */
    void disown(StoredUser user) {
        collection().updateOne(unchanged(user), unset(StoredUser.CANONICAL_EMAIL));
    }

    /** Users of whom nothing is noted yet, some of them; not those of whom nothing can be, who would hide the others. */
    List<StoredUser> findNew() {
        return collection()
                .find(and(eq(StoredUser.CANONICAL_EMAIL, null), eq(StoredUser.REFUSED_EMAIL, null), HAS_EMAIL))
                .projection(FIELDS)
                .limit(BATCH)
                .map(StoredUser::new)
                .into(new ArrayList<>());
    }

    /** Users who are noted as refused, those with the same email one after the other. */
    List<StoredUser> findRefused(int limit) {
        return collection()
                .find(exists(StoredUser.REFUSED_EMAIL))
                .projection(FIELDS)
                .sort(Sorts.ascending(StoredUser.REFUSED_EMAIL))
                .limit(limit)
                .map(StoredUser::new)
                .into(new ArrayList<>());
    }

    /**
     * As in {@code SessionStore.rotate}: a compare-and-set that returns the document. Others may have written null for what
     * was missing, as some mappers do, which is no number to count on from, or something that is no list to add to.
     */
    Optional<StoredUser> change(Bson filter, Bson update) {
        try {
            return changeOnce(filter, update);
        } catch (MongoCommandException e) {
            if (!BUILDS_ON_ANOTHER_TYPE.contains(e.getCode()) || !takeOutAnotherType(filter)) {
                throw e;
            }
            return changeOnce(filter, update);
        }
    }

    private Optional<StoredUser> changeOnce(Bson filter, Bson update) {
        return Optional.ofNullable(collection().findOneAndUpdate(filter, update, CHANGED))
                .map(StoredUser::new);
    }

    /** Whether there were any. */
    private boolean takeOutAnotherType(Bson filter) {
        long changed = 0;
        for (Map.Entry<String, BsonType> field : BUILT_ON.entrySet()) {
            Bson isOfAnotherType = and(exists(field.getKey()), not(type(field.getKey(), field.getValue())));
            changed += collection()
                    .updateOne(and(filter, isOfAnotherType), unset(field.getKey()))
                    .getModifiedCount();
        }
        return changed > 0;
    }

    /** Those that a filter finds, some of them. */
    List<StoredUser> read(Bson filter) {
        return collection()
                .find(filter)
                .projection(FIELDS)
                .limit(MOST_WITH_ONE_EMAIL)
                .map(StoredUser::new)
                .into(new ArrayList<>());
    }

    /** Owes the user mails, in the update that they tell of. */
    static Bson owing(Optional<Mail> mail) {
        return owing(mail.stream().toList());
    }

    static Bson owing(List<Mail> mails) {
        return mails.isEmpty()
                ? combine()
                : combine(
                        pushEach(StoredUser.OWED_MAILS, mails),
                        set(StoredUser.OWED_DUE_AT, mails.get(0).createdAt()));
    }

    static Bson owned(StoredUser user) {
        return combine(set(StoredUser.CANONICAL_EMAIL, user.canonical()), unset(StoredUser.REFUSED_EMAIL));
    }

    static Bson unchanged(StoredUser user) {
        return and(eq(user.id()), eq(StoredUser.EMAIL, user.email()));
    }

    private static Bson unchanged(User user) {
        return and(eq(user.id), eq(StoredUser.PASSWORD, user.password));
    }

    /** Not by the hash, which a login may renew. */
    private static Bson withSameCredentials(User user) {
        return and(eq(user.id), eq(StoredUser.CREDENTIAL_VERSION, user.credentialVersion));
    }

    static boolean isUnique(Runnable write) {
        try {
            write.run();
            return true;
        } catch (MongoServerException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }

    MongoCollection<BsonDocument> collection() {
        return mongoCollection().withDocumentClass(BsonDocument.class);
    }
}
