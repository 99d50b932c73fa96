package dev.latchkey.account;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonObjectId;
import org.bson.types.ObjectId;

/**
 * The rule of whose an email is, whatever others have written: it is what stands in {@code email} that counts. Of two
 * users with one email neither has it, until a person has decided; a document that can't be used has none, but nobody
 * else may register with its email. What follows from that is noted in the documents, for the unique index.
 */
@Singleton
final class EmailOwners {
    private final UserStore users;
    private final RefusedUsers refused;

    EmailOwners(UserStore users, RefusedUsers refused) {
        this.users = users;
        this.refused = refused;
    }

    /** The user with this email; also one whom another program has added or changed just now. */
    Optional<User> find(String email) {
        String canonical = CanonicalEmail.of(email);
        Optional<StoredUser> noted =
                users.noted(canonical).filter(user -> user.ownsItsEmail() && user.hasEmail(canonical));
        return noted.or(() -> onlyOne(email, canonical)).map(StoredUser::user);
    }

    /** Whether there is any document with this email, of a user who may sign in or not. */
    boolean isTaken(String email) {
        return holders(email).findAny().isPresent();
    }

    /** The same, but for this user's own. */
    boolean isTakenByAnother(String email, ObjectId id) {
        BsonObjectId own = new BsonObjectId(id);
        return holders(email).anyMatch(user -> !user.id().equals(own));
    }

    /**
     * The only other user with this email, in whatever spelling, if no email of theirs was ever verified: a spelling that no
     * mailbox has would else be taken for good. Empty also if a person must decide.
     */
    Optional<User> otherWhoNeverVerified(String email, ObjectId id) {
        BsonObjectId own = new BsonObjectId(id);
        List<StoredUser> others =
                holders(email).filter(user -> !user.id().equals(own)).toList();
        return others.stream()
                .filter(other -> others.size() == 1 && other.isUsable())
                .map(StoredUser::user)
                .filter(other -> other.verifiedEmail == null)
                .findFirst();
    }

    private Stream<StoredUser> holders(String email) {
        String canonical = CanonicalEmail.of(email);
        List<StoredUser> candidates = users.candidates(email, canonical);
        settle(candidates.stream());
        return candidates.stream().filter(user -> user.hasEmail(canonical));
    }

    private Optional<StoredUser> onlyOne(String email, String canonical) {
        List<StoredUser> candidates = users.candidates(email, canonical);
        List<StoredUser> usable = candidates.stream()
                .filter(user -> user.isUsable() && user.hasEmail(canonical))
                .toList();
        if (usable.size() != 1) {
            settle(candidates.stream());
            return Optional.empty();
        }
        settle(candidates.stream().filter(user -> !usable.contains(user)));
        settle(usable.get(0));
        return Optional.of(usable.get(0));
    }

    private void settle(Stream<StoredUser> some) {
        some.filter(user -> !user.isSettled()).forEach(this::settle);
    }

    /** Notes in the document, and in that of another with the same email, what follows from what stands in it. */
    void settle(StoredUser user) {
        if (!user.isUsable()) {
            users.refuse(user);
            refused.tell(user);
        } else if (!users.own(user)) {
            users.noted(user.canonical()).ifPresent(other -> settleBetween(user, other));
        }
    }

    private void settleBetween(StoredUser user, StoredUser other) {
        if (other.blocks()) {
            users.refuse(other);
            users.refuse(user);
            refused.tell(user, other);
        } else {
            users.disown(other);
            users.own(user);
        }
    }
}
