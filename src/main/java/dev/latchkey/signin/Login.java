package dev.latchkey.signin;

import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.session.SessionService;
import dev.latchkey.session.SessionStart;
import dev.latchkey.session.TokenPair;
import jakarta.inject.Singleton;

/** Signs a user in with email and password. */
@Singleton
public final class Login {
    private final LoginAttempts attempts;
    private final SessionService sessions;

    public Login(LoginAttempts attempts, SessionService sessions) {
        this.attempts = attempts;
        this.sessions = sessions;
    }

    /** Begins a session; {@code too_many_requests} before the password is looked at, {@code invalid_credentials} after. */
    public SignedIn login(LoginRequest request, ClientInfo client) {
        try (LoginAttempt attempt = attempts.begin(request.email(), client.address())) {
            SessionStart start = sessions.prepare();
            User user = attempt.authenticate(request.password());
            TokenPair tokens = sessions.begin(start, user.asSubject(), client);
            attempt.countSession();
            return SignedIn.of(user.idAsText(), tokens);
        }
    }
}
