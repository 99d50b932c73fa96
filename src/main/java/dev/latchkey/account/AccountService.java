package dev.latchkey.account;

import dev.latchkey.audit.AuthEvents;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.password.PasswordHasher;
import dev.latchkey.password.PasswordPolicy;
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
    private final PasswordPolicy policy;
    private final PasswordHasher hasher;
    private final AuthEvents events;

    public AccountService(UserStore users, PasswordPolicy policy, PasswordHasher hasher, AuthEvents events) {
        this.users = users;
        this.policy = policy;
        this.hasher = hasher;
        this.events = events;
    }

    /** Makes an account; {@code email_taken} or {@code id_taken} if there is one, {@code weak_password}. */
    public User register(RegistrationRequest request) {
        policy.checkNew(request.password(), List.of(request.name(), request.email()));
        User user = new User();
        user.id = request.id() == null ? new ObjectId() : new ObjectId(request.id());
        user.name = request.name();
        user.email = request.email();
        user.password = hasher.hash(request.password());
        users.insert(user);
        events.registered(user.idAsText());
        return user;
    }

    /** The user with this email, compared in its canonical form. */
    public Optional<User> find(String email) {
        return users.findByEmail(email);
    }

    /** The user, if it has this password; one answer, and the cost of one hash, whatever is wrong. */
    public User authenticate(Optional<User> user, String password) {
        policy.checkGiven(password);
        boolean matches =
                hasher.matches(password, user.map(found -> found.password).orElse(null));
        if (!matches) {
            events.loginFailed(user.map(User::idAsText).orElse(null));
            throw new AuthException(AuthError.INVALID_CREDENTIALS);
        }
        renewCheapHash(user.orElseThrow(), password);
        return user.get();
    }

    /** The one moment at which the password is known. A login that is right does not fail because of this. */
    private void renewCheapHash(User user, String password) {
        if (!hasher.isCheap(user.password)) {
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
        return users.findById(userId).orElseThrow(() -> new AuthException(AuthError.INVALID_TOKEN));
    }
}
