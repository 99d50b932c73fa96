package dev.latchkey.profile;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.CanonicalEmail;
import dev.latchkey.account.MailProofs;
import dev.latchkey.account.PendingClaims;
import dev.latchkey.account.Proven;
import dev.latchkey.account.ProvenChanges;
import dev.latchkey.account.Reset;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.mail.Outbox;
import dev.latchkey.mail.Purpose;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.session.SessionEndings;
import dev.latchkey.signin.LoginAttempt;
import dev.latchkey.signin.LoginAttempts;
import dev.latchkey.signin.recovery.AccountReset;
import dev.latchkey.signin.recovery.Flow;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;

/**
 * Puts another email in the place of a user's, once it is shown to be theirs. The old address is told at once, with a way
 * back that holds for a week, also if the account was taken over.
 */
@Singleton
public final class EmailChange {
    private final Outbox outbox;
    private final AccountService accounts;
    private final PendingClaims claims;
    private final MailProofs proofs;
    private final ProvenChanges changes;
    private final LoginAttempts attempts;
    private final SessionEndings endings;
    private final AccountReset resets;
    private final Deletion deletion;
    private final Throttle throttle;
    private final AuthEvents events;

    public EmailChange(
            Outbox outbox,
            AccountService accounts,
            PendingClaims claims,
            MailProofs proofs,
            ProvenChanges changes,
            LoginAttempts attempts,
            SessionEndings endings,
            AccountReset resets,
            Deletion deletion,
            Throttle throttle,
            AuthEvents events) {
        this.outbox = outbox;
        this.accounts = accounts;
        this.claims = claims;
        this.proofs = proofs;
        this.changes = changes;
        this.attempts = attempts;
        this.endings = endings;
        this.resets = resets;
        this.deletion = deletion;
        this.throttle = throttle;
        this.events = events;
    }

    /**
     * Sends mails to both addresses; {@code invalid_credentials} and {@code too_many_requests} as for a login. Whether
     * somebody has the new address is not told before it is shown to be the caller's. Returns the flow of the code.
     */
    Flow ask(EmailChangeRequest request, VerifiedToken caller, ClientInfo client) {
        outbox.requireOpen();
        User user = accounts.ofToken(caller.subject());
        endings.requireGoesOn(caller);
        requireAnother(request.email(), user);
        throttle.count(Limited.MAIL_PER_ADDRESS, client.address().network());
        try (LoginAttempt attempt = attempts.begin(user, client.address())) {
            attempt.authenticate(request.password());
        }
        Flow flow = new Flow(claims.askForEmailChange(user, request.email()));
        events.emailChangeRequested(user.idAsText(), caller.sessionId());
        return flow;
    }

    /** It would be verified without the session or password that a verification needs. */
    private static void requireAnother(String email, User user) {
        if (CanonicalEmail.of(email).equals(CanonicalEmail.of(user.email))) {
            throw AuthException.invalidField(AuthError.INVALID_REQUEST, "email", "is the user's already");
        }
    }

    /** The new email takes its place; {@code invalid_token}, {@code email_taken}. */
    void confirm(EmailChangeConfirmed request) {
        outbox.requireOpen();
        User changed = changes.changeEmail(proofs.prove(Purpose.EMAIL_CHANGE, request.proof()));
        events.emailChanged(changed.idAsText());
    }

    /**
     * The old email is back, every session is over, and no other mail's token holds; {@code invalid_token}, {@code
     * email_taken} if somebody else has verified it. What ended with {@code unavailable} can be repeated.
     */
    void undo(EmailChangeUndone request) {
        outbox.requireOpen();
        Proven proven = proofs.prove(Purpose.EMAIL_UNDO, request.proof());
        changes.displace(proven).ifPresent(this::remove);
        Reset reset = changes.undoEmailChange(proven);
        resets.finish(reset);
        events.emailChangeUndone(reset.user().idAsText());
    }

    private void remove(User displaced) {
        deletion.finish(displaced);
        events.registrationRejected(displaced.idAsText());
    }
}
