package dev.latchkey.account;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.mail.Mail;
import dev.latchkey.mail.MailClaim;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.MailSecrets;
import dev.latchkey.mail.Outbox;
import dev.latchkey.mail.Purpose;
import dev.latchkey.settings.EmailVerification;
import dev.latchkey.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks users to show that they have got a mail. Asking again sends the same claim again, so that of several mails the one
 * that arrives first does. What follows from a claim that comes back is for {@link ProvenChanges}.
 */
@Singleton
public final class PendingClaims {
    /** Ways back from changes of the email that a user may have at a time; none is ever given up for a newer one. */
    private static final int MOST_UNDOS = 5;

    /** Against requests at the same time. */
    private static final int TRIES = 5;

    private final UserStore users;
    private final PendingStore pending;
    private final OwedMails owedMails;
    private final Outbox outbox;
    private final EmailVerification verification;
    private final MailSecrets secrets;
    private final Clock clock;

    public PendingClaims(
            UserStore users,
            PendingStore pending,
            OwedMails owedMails,
            Outbox outbox,
            Settings.Mail config,
            MailSecrets secrets,
            Clock clock) {
        this.users = users;
        this.pending = pending;
        this.owedMails = owedMails;
        this.outbox = outbox;
        this.verification = config.emailVerification();
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Whether users are asked to show that an email is theirs. */
    public boolean isVerificationAsked() {
        return outbox.isOpen() && verification != EmailVerification.OFF;
    }

    /** Whether this user gets no tokens before that is shown. */
    public boolean isVerificationMissing(User user) {
        return outbox.isOpen() && verification == EmailVerification.REQUIRED && !user.hasVerifiedEmail();
    }

    /** {@code email_not_verified} if so: also of a session that is older than the setting. */
    public void requireVerified(User user) {
        if (isVerificationMissing(user)) {
            throw new AuthException(AuthError.EMAIL_NOT_VERIFIED);
        }
    }

    /** Has a user, who is not stored yet, asked. */
    void askNew(User user) {
        if (isVerificationAsked()) {
            Instant now = clock.instant();
            user.pendingVerification = PendingClaim.of(Purpose.VERIFICATION, user.email, now);
            MailClaim claim = user.pendingVerification.claim(Purpose.VERIFICATION, user);
            user.owes(Mail.of(MailKind.VERIFICATION, user.asRecipient(), claim, now));
        }
    }

    /** Names what the code belongs to that a new user was sent; empty if none was. */
    public Optional<String> flowOfVerification(User user) {
        return user.pendingOne(Purpose.VERIFICATION).map(claim -> flow(Purpose.VERIFICATION, user, claim));
    }

    /** Asks whether the email is the user's; {@code already_verified} if that was shown. Returns the flow of the code. */
    public String askForVerification(User user) {
        if (user.hasVerifiedEmail()) {
            throw new AuthException(AuthError.ALREADY_VERIFIED);
        }
        return flow(Purpose.VERIFICATION, user, pend(user, this::verification));
    }

    /**
     * Sends whoever forgot the password a claim.
     *
     * @param requestId by which the mail is known again should it be owed twice
     * @param locale    for a user who has chosen none
     */
    void sendRecovery(User user, String requestId, String locale, Instant requestedAt) {
        if (user.locale == null) {
            user.locale = locale;
        }
        pend(user, current -> recovery(current, requestId, requestedAt));
    }

    /**
     * Asks whether an email is the user's that is to take the place of the other; {@code invalid_credentials} if the
     * password, which the caller has checked, was changed meanwhile. Returns the flow of the code.
     */
    public String askForEmailChange(User user, String email) {
        PendingClaim claim = pend(user, current -> {
            if (current.version() != user.version()) {
                throw new AuthException(AuthError.INVALID_CREDENTIALS);
            }
            return emailChange(current, email);
        });
        return flow(Purpose.EMAIL_CHANGE, user, claim);
    }

    /** @param step has a claim pending; empty if the user, or what was pending, has changed meanwhile */
    private PendingClaim pend(User user, Function<User, Optional<PendingClaim>> step) {
        User current = user;
        for (int i = 0; i < TRIES; i++) {
            Optional<PendingClaim> claim = step.apply(current);
            if (claim.isPresent()) {
                owedMails.wake();
                return claim.get();
            }
            current = readAgain(user);
        }
        throw AuthException.unavailable(new IllegalStateException("the user is changed all the time"));
    }

    private User readAgain(User before) {
        User user = users.read(before.id)
                .filter(StoredUser::isUsable)
                .map(StoredUser::user)
                .filter(found -> !found.isBeingDeleted())
                .orElseThrow(() -> new AuthException(AuthError.INVALID_TOKEN));
        user.locale = user.locale == null ? before.locale : user.locale;
        return user;
    }

    private Optional<PendingClaim> verification(User user) {
        Instant now = clock.instant();
        PendingClaim claim = newOrSame(user, Purpose.VERIFICATION, user.email, now);
        Mail mail = Mail.of(MailKind.VERIFICATION, user.asRecipient(), claim.claim(Purpose.VERIFICATION, user), now);
        return pending.pend(user, Purpose.VERIFICATION, claim, List.of(mail)).map(stored -> claim);
    }

    private Optional<PendingClaim> recovery(User user, String requestId, Instant requestedAt) {
        PendingClaim claim = newOrSame(user, Purpose.RECOVERY, user.email, clock.instant());
        Mail mail = Mail.of(
                requestId, MailKind.RECOVERY, user.asRecipient(), claim.claim(Purpose.RECOVERY, user), requestedAt);
        return pending.pend(user, Purpose.RECOVERY, claim, List.of(mail)).map(stored -> claim);
    }

    private Optional<PendingClaim> emailChange(User user, String email) {
        Instant now = clock.instant();
        PendingClaim claim = newOrSame(user, Purpose.EMAIL_CHANGE, email, now);
        List<PendingClaim> undos = new ArrayList<>(
                user.emailUndos.stream().filter(undo -> !undo.isExpired(now)).toList());
        PendingClaim undo = undos.stream()
                .filter(known -> known.canBeSentAgain(Purpose.EMAIL_UNDO, user.email, now))
                .filter(known -> known.isOfAVerifiedEmail() == user.hasVerifiedEmail())
                .findFirst()
                .orElseGet(() -> added(undos, PendingClaim.undo(user, now), now));
        Mail toNew =
                Mail.of(MailKind.EMAIL_CHANGE, user.asRecipientAt(email), claim.claim(Purpose.EMAIL_CHANGE, user), now);
        Mail toOld =
                Mail.of(MailKind.EMAIL_CHANGE_REQUESTED, user.asRecipient(), undo.claim(Purpose.EMAIL_UNDO, user), now);
        return pending.pendEmailChange(user, claim, undos, List.of(toNew, toOld))
                .map(stored -> claim);
    }

    private static PendingClaim added(List<PendingClaim> undos, PendingClaim undo, Instant now) {
        if (undos.size() >= MOST_UNDOS) {
            throw AuthException.tooManyRequests(
                    Duration.between(now, undos.get(0).expiresAt()));
        }
        undos.add(undo);
        return undo;
    }

    private static PendingClaim newOrSame(User user, Purpose purpose, String to, Instant now) {
        Optional<PendingClaim> known =
                user.pendingOne(purpose).filter(claim -> claim.isOf(to) && !claim.isExpired(now));
        return known.filter(claim -> claim.canBeSentAgain(purpose, to, now)).orElseGet(() -> {
            PendingClaim claim = PendingClaim.of(purpose, to, now);
            return known.map(claim::after).orElse(claim);
        });
    }

    private String flow(Purpose purpose, User user, PendingClaim claim) {
        return secrets.flow(purpose, user.idAsText(), claim.id());
    }
}
