package dev.latchkey.profile;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.MailProofs;
import dev.latchkey.account.PendingClaims;
import dev.latchkey.account.Proven;
import dev.latchkey.account.ProvenChanges;
import dev.latchkey.account.Reset;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.mail.Purpose;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.signin.LoginAttempt;
import dev.latchkey.signin.LoginAttempts;
import dev.latchkey.signin.recovery.Flow;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Shows that an email is the user's: by a mail to it, and by being the user, whom a scanner of mails is not. */
@Singleton
public final class EmailVerification {
    private final AccountService accounts;
    private final PendingClaims claims;
    private final MailProofs proofs;
    private final ProvenChanges changes;
    private final LoginAttempts attempts;
    private final Deletion deletion;
    private final Throttle throttle;
    private final AuthEvents events;

    public EmailVerification(
            AccountService accounts,
            PendingClaims claims,
            MailProofs proofs,
            ProvenChanges changes,
            LoginAttempts attempts,
            Deletion deletion,
            Throttle throttle,
            AuthEvents events) {
        this.accounts = accounts;
        this.claims = claims;
        this.proofs = proofs;
        this.changes = changes;
        this.attempts = attempts;
        this.deletion = deletion;
        this.throttle = throttle;
        this.events = events;
    }

    /** Sends the caller's user the mail, or the same again; {@code already_verified}, {@code too_many_requests}. */
    Flow ask(VerifiedToken caller, ClientInfo client) {
        requireAsked();
        throttle.count(Limited.MAIL_PER_ADDRESS, client.address().network());
        return new Flow(claims.askForVerification(accounts.ofToken(caller.subject())));
    }

    /**
     * The email is the user's, which the caller is by a token or by the password; {@code invalid_token}, and with a
     * password {@code invalid_credentials} and {@code too_many_requests} as for a login.
     */
    void confirm(VerificationConfirmed request, Optional<VerifiedToken> caller, ClientInfo client) {
        requireAsked();
        if (caller.isEmpty() && request.password() == null) {
            throw new AuthException(AuthError.MISSING_TOKEN, "A token is required, or else the password.");
        }
        Proven proven = proofs.prove(Purpose.VERIFICATION, request.proof());
        if (caller.isPresent()) {
            requireSame(caller.get(), proven.user());
        } else {
            requirePassword(proven.user(), request.password(), client);
        }
        changes.verify(proven);
        events.emailVerified(proven.user().idAsText());
    }

    /** Removes an account that was never verified: whoever has the mailbox did not register. */
    void reject(VerificationRejected request) {
        requireAsked();
        Reset reset = changes.reject(proofs.prove(Purpose.VERIFICATION, request.proof()));
        try {
            deletion.finish(reset.user());
        } catch (RuntimeException e) {
            changes.giveBack(reset);
            throw e;
        }
        events.registrationRejected(reset.user().idAsText());
    }

    private void requireAsked() {
        if (!claims.isVerificationAsked()) {
            throw new AuthException(AuthError.NOT_FOUND);
        }
    }

    private static void requireSame(VerifiedToken caller, User user) {
        if (!caller.subject().equals(user.idAsText())) {
            throw new AuthException(AuthError.INVALID_TOKEN);
        }
    }

    private void requirePassword(User user, String password, ClientInfo client) {
        try (LoginAttempt attempt = attempts.begin(user, client.address())) {
            attempt.authenticate(password);
        }
    }
}
