package dev.latchkey.account;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.type;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoServerException;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.mail.Mail;
import dev.latchkey.mail.MailClaim;
import dev.latchkey.mail.Purpose;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.BsonType;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * The claims in the users' documents. Each change is one update that holds only as long as what it rests on: the claim, the
 * email, and that the user is not being deleted. So of parallel uses of a claim one wins, and none is done by halves.
 */
@Singleton
final class PendingStore {
    private final UserStore users;

    PendingStore(UserStore users) {
        this.users = users;
    }

    /** Sets what is pending, and owes the mails of it; empty if the user, or what was pending, is another by now. */
    Optional<StoredUser> pend(User user, Purpose purpose, PendingClaim claim, List<Mail> owed) {
        return users.change(
                and(asRead(user), asRead(user, purpose)), combine(set(field(purpose), claim), UserStore.owing(owed)));
    }

    /** The same for a change of the email, with the way back from it; only with the credentials that were checked. */
    Optional<StoredUser> pendEmailChange(User user, PendingClaim claim, List<PendingClaim> undos, List<Mail> owed) {
        return users.change(
                and(
                        asRead(user),
                        asRead(user, Purpose.EMAIL_CHANGE),
                        eq(StoredUser.CREDENTIAL_VERSION, user.credentialVersion)),
                combine(
                        set(StoredUser.PENDING_EMAIL_CHANGE, claim),
                        set(StoredUser.EMAIL_UNDOS, undos),
                        UserStore.owing(owed)));
    }

    /** The email was shown to be the user's; empty if the claim was used, or is for another email. */
    Optional<StoredUser> verify(User user, MailClaim claim) {
        return users.change(
                and(asRead(user), isPending(claim)),
                combine(
                        set(StoredUser.VERIFIED_EMAIL, CanonicalEmail.of(user.email)),
                        unset(StoredUser.PENDING_VERIFICATION)));
    }

    /**
     * The pending email takes the place of the other; empty if the claim was used, {@code email_taken} if it is noted of
     * another user.
     */
    Optional<StoredUser> changeEmail(User user, MailClaim claim, String email, List<Mail> owed) {
        return unlessTaken(
                and(asRead(user), isPending(claim)),
                combine(
                        email(email),
                        unset(StoredUser.PENDING_EMAIL_CHANGE),
                        unset(StoredUser.PENDING_VERIFICATION),
                        unset(StoredUser.PENDING_RECOVERY),
                        UserStore.owing(owed)));
    }

    /** Sets a password by a claim, whose lease this takes; empty if it was used. The way back from a change stays. */
    Optional<StoredUser> resetPassword(
            User user, MailClaim claim, String hash, UnfinishedReset reset, Instant now, List<Mail> owed) {
        return users.change(
                and(asRead(user), isPending(claim)),
                combine(
                        password(hash, now),
                        set(StoredUser.VERIFIED_EMAIL, CanonicalEmail.of(user.email)),
                        unset(StoredUser.PENDING_RECOVERY),
                        unset(StoredUser.PENDING_VERIFICATION),
                        unset(StoredUser.PENDING_EMAIL_CHANGE),
                        set(StoredUser.UNFINISHED_RESET, reset),
                        UserStore.owing(owed)));
    }

    /** The same once more, for a claim that was used while its sessions may go on. */
    Optional<StoredUser> resetPasswordAgain(User user, String hash, UnfinishedReset reset, Instant now) {
        return users.change(
                isUnfinished(user, reset, now), combine(password(hash, now), set(StoredUser.UNFINISHED_RESET, reset)));
    }

    /**
     * Brings an email back by a claim, whose lease this takes, and voids all others but the ways back to earlier emails;
     * empty if it was used, {@code email_taken} if it is noted of another user. Whoever asked for the change has the
     * password, which goes, too. It is verified if it was when the change was asked for: an account that was planted under
     * somebody's address does not become theirs by it.
     */
    Optional<StoredUser> undoEmailChange(User user, MailClaim claim, PendingClaim undo, UnfinishedReset reset) {
        return unlessTaken(
                and(asRead(user), isPending(claim)),
                combine(
                        earlierEmail(user, undo),
                        unset(StoredUser.PASSWORD),
                        inc(StoredUser.CREDENTIAL_VERSION, 1),
                        unset(StoredUser.CREDENTIALS_CHANGED_BY),
                        unset(StoredUser.PENDING_RECOVERY),
                        unset(StoredUser.PENDING_VERIFICATION),
                        unset(StoredUser.PENDING_EMAIL_CHANGE),
                        set(StoredUser.EMAIL_UNDOS, user.undosBefore(undo.email())),
                        set(StoredUser.UNFINISHED_RESET, reset)));
    }

    /** Begins to delete a user whose email was never verified, by a claim whose lease this takes; empty if it was used. */
    Optional<StoredUser> reject(User user, MailClaim claim, UnfinishedReset reset, Instant now) {
        return users.change(
                and(asRead(user), isPending(claim), eq(StoredUser.VERIFIED_EMAIL, null)),
                combine(
                        set(StoredUser.DELETING_SINCE, now),
                        inc(StoredUser.CREDENTIAL_VERSION, 1),
                        set(StoredUser.UNFINISHED_RESET, reset)));
    }

    /** Takes the lease of a claim that was used, once that of another is over; empty if it is not. */
    Optional<StoredUser> takeOver(User user, UnfinishedReset reset, Instant now) {
        return users.change(isUnfinished(user, reset, now), set(StoredUser.UNFINISHED_RESET, reset));
    }

    /** Notes that all sessions are over; false if somebody else has taken the lease over. */
    boolean finish(ObjectId id, UnfinishedReset reset) {
        return users.change(
                        and(eq(id), eq(StoredUser.UNFINISHED_RESET + ".lease", reset.lease())),
                        unset(StoredUser.UNFINISHED_RESET))
                .isPresent();
    }

    /** Gives a lease back, so that the claim may be used again at once. */
    void giveBack(ObjectId id, UnfinishedReset reset, Instant now) {
        users.change(
                and(eq(id), eq(StoredUser.UNFINISHED_RESET + ".lease", reset.lease())),
                set(StoredUser.UNFINISHED_RESET + ".leaseUntil", now));
    }

    /** Users whose sessions were to be ended before this, some of them. */
    List<StoredUser> findUnfinished(Instant before) {
        return users.read(lte(StoredUser.UNFINISHED_RESET + ".leaseUntil", before));
    }

    private static Bson email(String email) {
        String canonical = CanonicalEmail.of(email);
        return combine(
                set(StoredUser.EMAIL, email),
                set(StoredUser.CANONICAL_EMAIL, canonical),
                set(StoredUser.VERIFIED_EMAIL, canonical));
    }

    private static Bson earlierEmail(User user, PendingClaim undo) {
        if (undo.isOfAVerifiedEmail() || undo.isOf(user.email) && user.hasVerifiedEmail()) {
            return email(undo.email());
        }
        return combine(
                set(StoredUser.EMAIL, undo.email()),
                set(StoredUser.CANONICAL_EMAIL, CanonicalEmail.of(undo.email())),
                unset(StoredUser.VERIFIED_EMAIL));
    }

    private static Bson password(String hash, Instant now) {
        return combine(
                set(StoredUser.PASSWORD, hash),
                inc(StoredUser.CREDENTIAL_VERSION, 1),
                unset(StoredUser.CREDENTIALS_CHANGED_BY),
                set(StoredUser.CREDENTIALS_CHANGED_AT, now));
    }

    private Optional<StoredUser> unlessTaken(Bson filter, Bson update) {
        try {
            return users.change(filter, update);
        } catch (MongoServerException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            throw new AuthException(AuthError.EMAIL_TAKEN);
        }
    }

    private static Bson asRead(User user) {
        return and(eq(user.id), eq(StoredUser.EMAIL, user.email), eq(StoredUser.DELETING_SINCE, null));
    }

    private static Bson asRead(User user, Purpose purpose) {
        return user.pendingOne(purpose)
                .map(claim -> eq(field(purpose) + ".id", claim.id()))
                .orElseGet(() -> isNone(field(purpose)));
    }

    /** As {@link StoredUser} reads it: also what others have written there, and is no claim. */
    private static Bson isNone(String field) {
        return or(
                type(field, BsonType.ARRAY),
                not(type(field + ".id", BsonType.STRING)),
                not(type(field + ".expiresAt", BsonType.DATE_TIME)),
                not(type(field + ".email", BsonType.STRING)));
    }

    private static Bson isPending(MailClaim claim) {
        String field = field(claim.purpose());
        return or(eq(field + ".id", claim.id()), eq(field + ".before.id", claim.id()));
    }

    private static Bson isUnfinished(User user, UnfinishedReset reset, Instant now) {
        return and(
                eq(user.id),
                eq(StoredUser.UNFINISHED_RESET + ".claim.id", reset.claim().id()),
                lte(StoredUser.UNFINISHED_RESET + ".leaseUntil", now));
    }

    private static String field(Purpose purpose) {
        return switch (purpose) {
            case VERIFICATION -> StoredUser.PENDING_VERIFICATION;
            case RECOVERY -> StoredUser.PENDING_RECOVERY;
            case EMAIL_CHANGE -> StoredUser.PENDING_EMAIL_CHANGE;
            case EMAIL_UNDO -> StoredUser.EMAIL_UNDOS;
        };
    }
}
