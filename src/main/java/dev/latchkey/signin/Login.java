package dev.latchkey.signin;

import dev.latchkey.account.PendingClaims;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.session.SessionService;
import dev.latchkey.session.SessionStart;
import dev.latchkey.session.TokenPair;
import jakarta.inject.Singleton;

/** Signs a user in with email and password. */
@Singleton
public final class Login {
    private final LoginAttempts attempts;
    private final PendingClaims claims;
    private final SessionService sessions;
    private final SessionBeginnings beginnings;

    public Login(LoginAttempts attempts, PendingClaims claims, SessionService sessions, SessionBeginnings beginnings) {
        this.attempts = attempts;
        this.claims = claims;
        this.sessions = sessions;
        this.beginnings = beginnings;
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
            TokenPair tokens = attempt.countSession(() -> beginnings
                    .begin(start, user, client)
                    .orElseThrow(() -> new AuthException(AuthError.INVALID_CREDENTIALS)));
            return SignedIn.of(user.idAsText(), tokens);
        }
    }

    /**
     * The mail is sent once more: the user has no other way to ask for it, nor to learn what its code belongs to. It
     * counts, as the session would.
     */
    private void requireVerified(User user, LoginAttempt attempt) {
        if (claims.isVerificationMissing(user)) {
            attempt.countSession();
            throw AuthException.emailNotVerified(claims.askForVerification(user));
        }
    }
}
