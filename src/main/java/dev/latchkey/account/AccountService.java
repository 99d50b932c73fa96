package dev.latchkey.account;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.password.PasswordHasher;
import dev.latchkey.password.PasswordPolicy;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;

/** Registers users and knows them again. */
@Singleton
public final class AccountService {
    private static final Logger LOG = Logger.getLogger(AccountService.class);

    private final UserStore users;
    private final EmailOwners owners;
    private final IssuedIdStore issuedIds;
    private final UserSweep sweep;
    private final PendingClaims claims;
    private final OwedMails owedMails;
    private final PasswordPolicy policy;
    private final PasswordHasher hasher;
    private final AuthEvents events;

    public AccountService(
            UserStore users,
            EmailOwners owners,
            IssuedIdStore issuedIds,
            UserSweep sweep,
            PendingClaims claims,
            OwedMails owedMails,
            PasswordPolicy policy,
            PasswordHasher hasher,
            AuthEvents events) {
        this.users = users;
        this.owners = owners;
        this.issuedIds = issuedIds;
        this.sweep = sweep;
        this.claims = claims;
        this.owedMails = owedMails;
        this.policy = policy;
        this.hasher = hasher;
        this.events = events;
    }

    /**
     * Makes an account; {@code weak_password}, {@code email_taken} if there is one with this email, {@code id_taken} if
     * there is, or ever was, one with this id.
     */
    public User register(RegistrationRequest request) {
        if (!sweep.isPrepared()) {
            throw AuthException.unavailable(new IllegalStateException("the unique index on emails is not there yet"));
        }
        policy.checkNew("password", request.password(), List.of(request.name(), request.email()));
        User user = new User();
        user.id = request.id() == null ? new ObjectId() : new ObjectId(request.id());
        user.name = request.name();
        user.email = request.email();
        requireFree(user);
        user.password = hasher.hash(request.password());
        claims.askNew(user);
        insert(user);
        owedMails.wake();
        events.registered(user.idAsText());
        return user;
    }

    /** After what other programs have added just now, in whatever spelling. */
    private void requireFree(User user) {
        sweep.settle(users.findNew());
        if (issuedIds.contains(user.id) || users.read(user.id).isPresent()) {
            throw new AuthException(AuthError.ID_TAKEN);
        }
        if (owners.isTaken(user.email)) {
            throw new AuthException(AuthError.EMAIL_TAKEN);
        }
    }

    /** The id is noted last: a registration that comes to nothing uses none up. */
    private void insert(User user) {
        if (!users.insert(user)) {
            requireFree(user);
            throw new IllegalStateException("a unique index that is not ours refuses the user");
        }
        if (!issuedIds.add(user.id)) {
            users.remove(user);
            throw new AuthException(AuthError.ID_TAKEN);
        }
    }

    /** The user with this email, compared in its canonical form; one who is refused, or being deleted, is none. */
    public Optional<User> find(String email) {
        return owners.find(email).filter(user -> !user.isBeingDeleted());
    }

    /** The user, if it has this password; the same, at the cost of one hash, whatever is wrong. */
    public Optional<User> authenticate(Optional<User> user, String given) {
        String password = withoutHalfPairs(given);
        boolean matches =
                hasher.matches(password, user.map(found -> found.password).orElse(null));
        if (!matches) {
            events.loginFailed(user.map(User::idAsText).orElse(null));
            return Optional.empty();
        }
        issuedIds.addAll(List.of(user.orElseThrow().id));
        renewOutdatedHash(user.get(), password);
        return user;
    }

    /** As Node encodes them: half of a surrogate pair has no form in UTF-8, and is no question mark. */
    private static String withoutHalfPairs(String password) {
        return password.replaceAll("\\p{Cs}", "\ufffd");
    }

    /** The one moment at which the password is known. A login that is right does not fail because of this. */
    private void renewOutdatedHash(User user, String password) {
        if (!hasher.isOutdated(user.password, password)) {
            return;
        }
        try {
            users.replaceHash(user, hasher.hash(password));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "The password hash of user %s was not renewed: %s",
                    user.idAsText(), e.getClass().getSimpleName());
        }
    }

    /** The user that a verified token speaks of; a deleted user's token is {@code invalid_token}. */
    public User ofToken(String userId) {
        return read(userId)
                .filter(user -> !user.isBeingDeleted())
                .orElseThrow(() -> new AuthException(AuthError.INVALID_TOKEN));
    }

    /** The same; empty for a deleted user's token. */
    public Optional<User> find(VerifiedToken token) {
        return read(token.subject()).filter(user -> !user.isBeingDeleted());
    }

    /** The same, also if the user is being deleted: that can be repeated until it is done. */
    public User ofTokenForDeletion(String userId) {
        return read(userId).orElseThrow(() -> new AuthException(AuthError.INVALID_TOKEN));
    }

    /** The user as it is now; empty if the password was changed since it was read, or the user deleted. */
    public Optional<User> withSameCredentials(User before) {
        return read(before.idAsText()).filter(now -> !now.isBeingDeleted() && now.version() == before.version());
    }

    private Optional<User> read(String userId) {
        return users.read(new ObjectId(userId)).filter(StoredUser::isUsable).map(StoredUser::user);
    }
}
