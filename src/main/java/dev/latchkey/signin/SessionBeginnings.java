package dev.latchkey.signin;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionEndings;
import dev.latchkey.session.SessionService;
import dev.latchkey.session.SessionStart;
import dev.latchkey.session.TokenPair;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Begins the sessions of those who sign up or in, unless their credentials are void by then. */
@Singleton
final class SessionBeginnings {
    private final AccountService accounts;
    private final SessionService sessions;
    private final SessionEndings endings;

    SessionBeginnings(AccountService accounts, SessionService sessions, SessionEndings endings) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.endings = endings;
    }

    /**
     * Begins a session; empty if the credentials are not those any more that the user was read with, or the user is gone.
     * Whoever changes them meanwhile ends the sessions there are; this one may have begun just after. So the user is read
     * again once the session is stored, which is also the one whose roles the tokens tell.
     */
    Optional<TokenPair> begin(SessionStart start, User user, ClientInfo client) {
        try {
            Session begun = sessions.begin(start, user.idAsText(), user.version(), client);
            Optional<User> now = accounts.withSameCredentials(user);
            if (now.isEmpty()) {
                endings.endBegun(start);
            }
            return now.map(current -> sessions.firstPair(begun, current.asSubject(), start));
        } catch (RuntimeException e) {
            endWithoutTokens(start, e);
            throw e;
        }
    }

    /** Nobody has tokens of it: it would only take a place of the user's sessions. If a store does not take that it does. */
    private void endWithoutTokens(SessionStart start, RuntimeException failure) {
        try {
            endings.endBegun(start);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
