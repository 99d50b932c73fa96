package dev.latchkey.profile;

import dev.latchkey.account.AccountChanges;
import dev.latchkey.account.AccountService;
import dev.latchkey.account.PendingClaims;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.guard.Caller;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.session.SessionEndings;
import dev.latchkey.session.TokenPair;
import dev.latchkey.signin.LoginAttempt;
import dev.latchkey.signin.LoginAttempts;
import dev.latchkey.signin.Refresh;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;

/**
 * Changes the password of a signed-in user. The session that asks goes on, with its next pair; all others end: in one
 * update they can't be refreshed any more, then they are put on the deny-list.
 */
@Singleton
public final class PasswordChange {
    private final AccountService accounts;
    private final AccountChanges changes;
    private final PendingClaims claims;
    private final LoginAttempts attempts;
    private final SessionEndings endings;
    private final Refresh refresh;
    private final AuthEvents events;

    public PasswordChange(
            AccountService accounts,
            AccountChanges changes,
            PendingClaims claims,
            LoginAttempts attempts,
            SessionEndings endings,
            Refresh refresh,
            AuthEvents events) {
        this.accounts = accounts;
        this.changes = changes;
        this.claims = claims;
        this.attempts = attempts;
        this.endings = endings;
        this.refresh = refresh;
        this.events = events;
    }

    /**
     * Sets the new password; {@code too_many_requests} and {@code invalid_credentials} as for a login,
     * {@code weak_password}, {@code email_not_verified} as for a refresh. What ended with {@code unavailable} can be
     * repeated as it was, until it is done.
     */
    public TokenPair change(PasswordChangeRequest request, Caller caller, ClientInfo client) {
        VerifiedToken token = caller.accessToken();
        User user = accounts.ofToken(token.subject());
        endings.requireGoesOn(token);
        claims.requireVerified(user);
        try (LoginAttempt attempt = attempts.begin(user, client.address())) {
            User changed = changes.hasJustChangedTo(user, request.newPassword(), token.sessionId())
                    ? user
                    : changes.changePassword(
                            attempt.authenticate(request.currentPassword()), request.newPassword(), token.sessionId());
            endings.endOthers(token);
            TokenPair next = refresh.refreshBeside(token, caller.epoch(), client);
            events.passwordChanged(changed.idAsText(), token.sessionId());
            return next;
        }
    }
}
