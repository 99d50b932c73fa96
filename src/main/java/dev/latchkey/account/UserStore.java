package dev.latchkey.account;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoServerException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import io.quarkus.mongodb.panache.PanacheMongoRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonType;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** The users in MongoDB. */
@ApplicationScoped
public class UserStore implements PanacheMongoRepository<User> {
    private static final String CANONICAL_EMAIL = "canonicalEmail";
    private static final String PASSWORD = "password";
    private static final String UNIQUE_EMAIL_INDEX = "canonicalEmail_unique";

    private volatile boolean prepared;

    public Optional<User> findByEmail(String email) {
        return find(CANONICAL_EMAIL, CanonicalEmail.of(email)).firstResultOptional();
    }

    public Optional<User> findById(String id) {
        return findByIdOptional(new ObjectId(id));
    }

    /** Adds a user; of parallel calls with the same email or id one wins, by the unique indexes. */
    void insert(User user) {
        if (!prepared) {
            throw AuthException.unavailable(new IllegalStateException("the unique index on emails is not there yet"));
        }
        user.canonicalEmail = CanonicalEmail.of(user.email);
        try {
            persist(user);
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            boolean id = e.getError().getMessage().contains("_id_");
            throw new AuthException(id ? AuthError.ID_TAKEN : AuthError.EMAIL_TAKEN);
        }
    }

    /** Gives the user a new hash of the same password; does nothing if the password was changed meanwhile. */
    void replaceHash(User user, String hash) {
        Bson unchanged = Filters.and(Filters.eq(user.id), Filters.eq(PASSWORD, user.password));
        mongoCollection().updateOne(unchanged, Updates.set(PASSWORD, hash));
    }

    /**
     * Makes a database of the original fit for us: fills in canonical emails, and makes them unique. May be repeated.
     *
     * @throws IllegalStateException if two users have the same email, for a person to decide which one it belongs to
     */
    public void prepare() {
        try {
            fillInCanonicalEmails();
            IndexOptions unique =
                    new IndexOptions().name(UNIQUE_EMAIL_INDEX).unique(true).sparse(true);
            mongoCollection().createIndex(Indexes.ascending(CANONICAL_EMAIL), unique);
            prepared = true;
        } catch (MongoServerException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            throw new IllegalStateException(
                    "two documents in the collection User have the same email but for its case: " + idsOfDuplicates()
                            + "; delete one of them, or change its email and remove its canonicalEmail");
        }
    }

    private void fillInCanonicalEmails() {
        Bson lacking = Filters.and(Filters.exists(CANONICAL_EMAIL, false), Filters.type("email", BsonType.STRING));
        for (User user : mongoCollection().find(lacking)) {
            Bson canonicalEmail = Updates.set(CANONICAL_EMAIL, CanonicalEmail.of(user.email));
            mongoCollection().updateOne(Filters.eq(user.id), canonicalEmail);
        }
    }

    /**
     * Of one email, never the email itself: this goes to the log. Computed here, since a clash leaves users without a
     * canonical email.
     */
    private List<String> idsOfDuplicates() {
        Map<String, List<String>> ids = new HashMap<>();
        for (User user : mongoCollection().find(Filters.type("email", BsonType.STRING))) {
            ids.computeIfAbsent(CanonicalEmail.of(user.email), email -> new ArrayList<>())
                    .add(user.idAsText());
        }
        return ids.values().stream().filter(same -> same.size() > 1).findFirst().orElse(List.of());
    }
}
