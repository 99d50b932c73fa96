package dev.latchkey.account;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.mail.Mail;
import dev.latchkey.mail.MailKind;
import dev.latchkey.password.PasswordHasher;
import dev.latchkey.password.PasswordPolicy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.types.ObjectId;

/** Changes what users have stored, and deletes them. That their sessions end is up to the caller. */
@Singleton
public final class AccountChanges {
    /** For how long a change of password may be repeated. */
    private static final Duration REPEATABLE = Duration.ofMinutes(10);

    private final UserStore users;
    private final OwedMails owedMails;
    private final IssuedIdStore issuedIds;
    private final PasswordPolicy policy;
    private final PasswordHasher hasher;
    private final Clock clock;

    public AccountChanges(
            UserStore users,
            OwedMails owedMails,
            IssuedIdStore issuedIds,
            PasswordPolicy policy,
            PasswordHasher hasher,
            Clock clock) {
        this.users = users;
        this.owedMails = owedMails;
        this.issuedIds = issuedIds;
        this.policy = policy;
        this.hasher = hasher;
        this.clock = clock;
    }

    /**
     * Whether this session has set this password just now: a change whose sessions were not all ended is repeated. Costs
     * a hash if there was such a change.
     */
    public boolean hasJustChangedTo(User user, String password, String sessionId) {
        return sessionId.equals(user.credentialsChangedBy)
                && user.credentialsChangedAt != null
                && clock.instant().isBefore(user.credentialsChangedAt.plus(REPEATABLE))
                && hasher.matches(password, user.password);
    }

    /**
     * Sets a new password; {@code weak_password}, {@code invalid_credentials} if it was changed since the user was read.
     * All sessions but one are to be ended after this; they can't be refreshed any more.
     *
     * @param sessionId the one that goes on
     */
    public User changePassword(User user, String password, String sessionId) {
        policy.checkNew("newPassword", password, List.of(user.shortName(), user.email));
        Optional<Mail> notice = owedMails.notice(MailKind.PASSWORD_CHANGED, user);
        User changed = users.changePassword(user, hasher.hash(password), sessionId, clock.instant(), notice)
                .map(StoredUser::user)
                .orElseThrow(() -> new AuthException(AuthError.INVALID_CREDENTIALS));
        owedMails.wake();
        return changed;
    }

    /** Sets what is not null; {@code invalid_token} if the user is gone. */
    public User changeProfile(String userId, String name, String locale) {
        return users.changeProfile(new ObjectId(userId), name, locale)
                .filter(StoredUser::isUsable)
                .map(StoredUser::user)
                .orElseThrow(() -> new AuthException(AuthError.INVALID_TOKEN));
    }

    /** Sets what a user may do; {@code not_found} if there is no such user. */
    public User changeRoles(String userId, List<String> roles) {
        return Optional.of(userId)
                .filter(ObjectId::isValid)
                .flatMap(id -> users.changeRoles(new ObjectId(id), roles))
                .filter(StoredUser::isUsable)
                .map(StoredUser::user)
                .orElseThrow(() -> new AuthException(AuthError.NOT_FOUND));
    }

    /** From now on nobody signs in as this user; {@code invalid_credentials} if the password was changed meanwhile. */
    public void beginDeletion(User user) {
        Optional<Mail> notice = owedMails.notice(MailKind.USER_DELETED, user);
        if (!user.isBeingDeleted() && !users.beginDeletion(user, clock.instant(), notice)) {
            throw new AuthException(AuthError.INVALID_CREDENTIALS);
        }
    }

    /** Deletes a user for whom that has begun, and whose sessions are over. The id is never given out again. */
    public void finishDeletion(User user) {
        issuedIds.addAll(List.of(user.id));
        owedMails.moveOf(user);
        users.finishDeletion(user.id);
    }

    /** Users whose deletion began before this, and was not finished; some of them. */
    public List<User> findBeingDeleted(Instant before) {
        return users.findBeingDeleted(before).stream()
                .filter(StoredUser::isUsable)
                .map(StoredUser::user)
                .toList();
    }
}
