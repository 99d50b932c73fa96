package dev.latchkey.signin;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.PendingClaims;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.session.SessionEndings;
import dev.latchkey.session.SessionService;
import dev.latchkey.session.SessionStart;
import dev.latchkey.session.TokenPair;
import jakarta.inject.Singleton;

/** Signs a user in with email and password. */
@Singleton
public final class Login {
    private final LoginAttempts attempts;
    private final AccountService accounts;
    private final PendingClaims claims;
    private final SessionService sessions;
    private final SessionEndings endings;

    public Login(
            LoginAttempts attempts,
            AccountService accounts,
            PendingClaims claims,
            SessionService sessions,
            SessionEndings endings) {
        this.attempts = attempts;
        this.accounts = accounts;
        this.claims = claims;
        this.sessions = sessions;
        this.endings = endings;
    }

    /**
     * Begins a session; {@code too_many_requests} before the password is looked at, {@code invalid_credentials} and
     * {@code email_not_verified} after.
     */
    public SignedIn login(LoginRequest request, ClientInfo client) {
        try (LoginAttempt attempt = attempts.begin(request.email(), client.address())) {
            SessionStart start = sessions.prepare();
            User user = attempt.authenticate(request.password());
            requireVerified(user, attempt);
            TokenPair tokens = sessions.begin(start, user.asSubject(), user.version(), client);
            requireUnchanged(user, start);
            attempt.countSession();
            return SignedIn.of(user.idAsText(), tokens);
        }
    }

    /** The mail is sent once more: the user has no other way to ask for it. It counts, as the session would. */
    private void requireVerified(User user, LoginAttempt attempt) {
        if (claims.isVerificationMissing(user)) {
            attempt.countSession();
            claims.askForVerification(user);
        }
        claims.requireVerified(user);
    }

    /** Whoever changes the password meanwhile ends the sessions there are; this one may have begun just after. */
    private void requireUnchanged(User user, SessionStart begun) {
        if (!accounts.hasSameCredentials(user)) {
            endings.endBegun(begun);
            throw new AuthException(AuthError.INVALID_CREDENTIALS);
        }
    }
}
