package dev.latchkey.signin;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionEndings;
import dev.latchkey.session.SessionService;
import dev.latchkey.session.SessionStart;
import dev.latchkey.session.TokenPair;
import jakarta.inject.Singleton;

/** Begins the session of a user who has signed in, and gives out its first pair. */
@Singleton
final class FirstTokens {
    private final AccountService accounts;
    private final SessionService sessions;
    private final SessionEndings endings;

    FirstTokens(AccountService accounts, SessionService sessions, SessionEndings endings) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.endings = endings;
    }

    /**
     * The user is read again once the session is stored. Whoever changes the password meanwhile ends the sessions there are,
     * and this one may have begun just after: {@code invalid_credentials}. So it is with roles, which the tokens tell.
     */
    TokenPair of(SessionStart start, User user, ClientInfo client) {
        Session begun = sessions.begin(start, user.idAsText(), user.version(), client);
        User now = accounts.withSameCredentials(user).orElseThrow(() -> {
            endings.endBegun(start);
            return new AuthException(AuthError.INVALID_CREDENTIALS);
        });
        return sessions.firstPair(begun, now.asSubject(), start);
    }
}
