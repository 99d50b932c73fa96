package dev.latchkey.account;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.mail.Mail;
import dev.latchkey.mail.MailClaim;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.MailSecrets;
import dev.latchkey.mail.Purpose;
import dev.latchkey.password.PasswordHasher;
import dev.latchkey.password.PasswordPolicy;
import dev.latchkey.throttle.Turns;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What follows from a claim that came back by mail. Each claim is used once: of parallel uses one wins, the others are
 * {@code invalid_token}. Those that take an account back are not done before all sessions are over: until then the claim
 * may be used again, by one at a time.
 */
@Singleton
public final class ProvenChanges {
    private static final Logger LOG = Logger.getLogger(ProvenChanges.class);

    /** For which nobody else goes on with what one has begun. */
    private static final Duration LEASE = Duration.ofSeconds(5);

    /** Longer than that. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(6);

    private final UserStore users;
    private final EmailOwners owners;
    private final PendingStore pending;
    private final OwedMails owedMails;
    private final PasswordPolicy policy;
    private final PasswordHasher hasher;
    private final Turns turns;
    private final Clock clock;

    ProvenChanges(
            UserStore users,
            EmailOwners owners,
            PendingStore pending,
            OwedMails owedMails,
            PasswordPolicy policy,
            PasswordHasher hasher,
            Turns turns,
            Clock clock) {
        this.users = users;
        this.owners = owners;
        this.pending = pending;
        this.owedMails = owedMails;
        this.policy = policy;
        this.hasher = hasher;
        this.turns = turns;
        this.clock = clock;
    }

    /** The email is the user's. */
    public void verify(Proven proven) {
        pending.verify(proven.user(), proven.claim()).orElseThrow(ProvenChanges::used);
    }

    /** The new email takes the place of the old one, which is told; {@code email_taken} if another user has it. */
    public User changeEmail(Proven proven) {
        User user = proven.user();
        String email = proven.pending().email();
        requireFree(email, user);
        Instant now = clock.instant();
        List<Mail> notice = user.usable(Purpose.EMAIL_UNDO)
                .filter(undo -> undo.isOf(user.email) && !undo.isExpired(now))
                .map(undo -> undo.claim(Purpose.EMAIL_UNDO, user))
                .map(claim -> Mail.of(MailKind.EMAIL_CHANGED, user.asRecipient(), claim, now))
                .limit(1)
                .toList();
        User changed = pending.changeEmail(user, proven.claim(), email, notice)
                .map(StoredUser::user)
                .orElseThrow(ProvenChanges::used);
        owedMails.wake();
        return changed;
    }

    /** Sets a new password; {@code weak_password}, after which the claim still holds. */
    public Reset resetPassword(Proven proven, String password) {
        User user = proven.user();
        policy.checkNew("password", password, List.of(user.shortName(), user.email));
        String hash = hasher.hash(password);
        Instant now = clock.instant();
        List<Mail> notice =
                owedMails.notice(MailKind.PASSWORD_RESET, user).stream().toList();
        Reset reset = take(
                proven,
                lease -> pending.resetPassword(user, proven.claim(), hash, lease, now, notice),
                lease -> pending.resetPasswordAgain(user, hash, lease, clock.instant()));
        owedMails.wake();
        return reset;
    }

    /**
     * Begins to delete whoever has the email by now that a claim brings back, and never showed it to be theirs: else a
     * thief would register it anew, and there would be no way back. Only for a user who had shown it: of two who have not,
     * nobody knows whose it is. To be finished before that; may be repeated.
     */
    public Optional<User> displace(Proven proven) {
        User user = proven.user();
        PendingClaim undo = proven.pending();
        boolean isGone = !CanonicalEmail.of(user.email).equals(CanonicalEmail.of(undo.email()));
        return Optional.of(undo)
                .filter(claim -> claim.isOfAVerifiedEmail() && isGone)
                .flatMap(claim -> owners.otherWhoNeverVerified(claim.email(), user.id))
                .filter(holder -> users.beginDeletionOfUnverified(holder, clock.instant()));
    }

    /** Brings the email back to which the claim was sent; {@code email_taken} if another user has it by now. */
    public Reset undoEmailChange(Proven proven) {
        User user = proven.user();
        PendingClaim undo = proven.pending();
        requireFree(undo.email(), user);
        return take(
                proven,
                lease -> pending.undoEmailChange(user, proven.claim(), undo, lease),
                lease -> pending.takeOver(user, lease, clock.instant()));
    }

    /** Begins to delete a user whose email was never verified: whoever has the mailbox did not register. */
    public Reset reject(Proven proven) {
        User user = proven.user();
        return take(
                proven,
                lease -> pending.reject(user, proven.claim(), lease, clock.instant()),
                lease -> pending.takeOver(user, lease, clock.instant()));
    }

    /** All sessions are over: the claim can't be used any more. False if somebody else goes on with it. */
    public boolean finish(Reset reset) {
        return pending.finish(reset.user().id, reset.unfinished());
    }

    /** The claim may be used again, now. If MongoDB does not take that it may be a little later. */
    public void giveBack(Reset reset) {
        try {
            pending.giveBack(reset.user().id, reset.unfinished(), clock.instant());
        } catch (RuntimeException e) {
            LOG.debug("The lease ends by itself", e);
        }
    }

    /** Those that were begun longer ago than this and not finished; some of them. */
    public List<Reset> findUnfinished(Duration ago) {
        return pending.findUnfinished(clock.instant().minus(ago)).stream()
                .filter(StoredUser::isUsable)
                .map(StoredUser::user)
                .filter(user -> user.unfinishedReset != null && !user.isBeingDeleted())
                .map(user -> new Reset(user, user.unfinishedReset))
                .toList();
    }

    /** Uses a claim, or one that was used and not finished, once whoever did that has given up. */
    private Reset take(
            Proven proven,
            Function<UnfinishedReset, Optional<StoredUser>> first,
            Function<UnfinishedReset, Optional<StoredUser>> again) {
        return taken(proven, first).orElseGet(() -> turns.await(MAX_WAIT, () -> takenOver(proven, again))
                .orElseThrow(() -> AuthException.unavailable(new IllegalStateException("a reset takes too long"))));
    }

    private Optional<Reset> takenOver(Proven proven, Function<UnfinishedReset, Optional<StoredUser>> again) {
        Optional<Reset> taken = taken(proven, again);
        if (taken.isEmpty() && !isUnfinished(proven)) {
            throw used();
        }
        return taken;
    }

    private Optional<Reset> taken(Proven proven, Function<UnfinishedReset, Optional<StoredUser>> update) {
        UnfinishedReset lease = new UnfinishedReset(
                proven.claim().purpose().name(),
                proven.pending(),
                MailSecrets.newId(),
                clock.instant().plus(LEASE));
        return update.apply(lease).map(stored -> new Reset(stored.user(), lease));
    }

    private boolean isUnfinished(Proven proven) {
        MailClaim claim = proven.claim();
        return users.read(proven.user().id)
                .map(StoredUser::user)
                .filter(user -> user.unfinishedReset != null)
                .filter(user -> user.unfinishedReset.claim().id().equals(claim.id()))
                .isPresent();
    }

    /** Also of what other programs have added. */
    private void requireFree(String email, User user) {
        if (owners.isTakenByAnother(email, user.id)) {
            throw new AuthException(AuthError.EMAIL_TAKEN);
        }
    }

    private static AuthException used() {
        return new AuthException(AuthError.INVALID_TOKEN);
    }
}
