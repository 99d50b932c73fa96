package dev.latchkey.session;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.CanonicalEmail;
import dev.latchkey.account.User;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.http.ClientAddress;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import io.quarkus.runtime.util.HashUtil;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rule that keeps guessers out of an account, and lets its owner in meanwhile. Wrong passwords are counted for each
 * client address, and for each account. An address from which the user has signed in has a count of its own for that
 * account: what others guess elsewhere does not concern it. Whether there is such an account makes no difference.
 */
@Singleton
public final class LoginAttempts {
    private static final String NOBODY = "";

    private final Throttle throttle;
    private final AccountService accounts;
    private final SessionStore sessions;

    public LoginAttempts(Throttle throttle, AccountService accounts, SessionStore sessions) {
        this.throttle = throttle;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /** The user with this email and password; {@code invalid_credentials}, {@code too_many_requests}. */
    public User authenticate(String email, String password, ClientAddress client) {
        return counted(Limited.LOGIN_PER_ADDRESS, client.network(), () -> {
            Optional<User> user = accounts.find(email);
            String account = accountAsSeenFrom(client, email, user);
            return counted(Limited.LOGIN_PER_ACCOUNT, account, () -> accounts.authenticate(user, password));
        });
    }

    /**
     * What is neither a wrong password nor one too many takes its count back: nobody is kept out by failures of ours.
     */
    private User counted(Limited limited, String who, Supplier<User> attempt) {
        throttle.count(limited, who);
        boolean guess = false;
        try {
            return attempt.get();
        } catch (AuthException e) {
            guess = e.error() == AuthError.INVALID_CREDENTIALS;
            throw e;
        } finally {
            if (!guess) {
                throttle.giveBack(limited, who);
            }
        }
    }

    private String accountAsSeenFrom(ClientAddress client, String email, Optional<User> user) {
        String account = HashUtil.sha256(CanonicalEmail.of(email));
        boolean known = sessions.hasSignedInFrom(user.map(User::idAsText).orElse(NOBODY), client.network());
        return known ? account + ":" + client.network() : account;
    }
}
