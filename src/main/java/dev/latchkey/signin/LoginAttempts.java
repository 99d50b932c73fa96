package dev.latchkey.signin;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.CanonicalEmail;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientAddress;
import dev.latchkey.session.SessionService;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import io.quarkus.runtime.util.HashUtil;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rate limits that keep guessers out of an account, and let its owner in meanwhile. Wrong passwords are counted for
 * each client address, and for each account. An address from which the user has signed in has a count of its own for
 * that account: what others guess elsewhere does not concern it. Right ones are counted, too: each session takes up
 * memory until its tokens expire, even if it is ended at once. Whether there is such an account makes no difference.
 */
@Singleton
public final class LoginAttempts {
    private static final String NOBODY = "";

    private final Throttle throttle;
    private final AccountService accounts;
    private final SessionService sessions;

    public LoginAttempts(Throttle throttle, AccountService accounts, SessionService sessions) {
        this.throttle = throttle;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /** Takes a place within each limit; {@code too_many_requests} if there is none. */
    LoginAttempt begin(String email, ClientAddress client) {
        return begin(attempt -> takePlaces(attempt, email, client.network()));
    }

    /**
     * The same for a signed-in user, who gives the password once more. No session begins, so none is counted: whoever
     * has the password, too, and signs in all the time, must not keep its owner from changing it.
     */
    public LoginAttempt begin(User user, ClientAddress client) {
        return begin(attempt -> {
            attempt.takesPlaceOfGuess(throttle.begin(Limited.LOGIN_PER_ADDRESS, client.network()));
            takePlaceOfGuess(attempt, accountOf(user.email), Optional.of(user), client.network());
        });
    }

    private LoginAttempt begin(Consumer<LoginAttempt> takePlaces) {
        LoginAttempt attempt = new LoginAttempt(accounts);
        try {
            takePlaces.accept(attempt);
            return attempt;
        } catch (RuntimeException e) {
            attempt.close();
            throw e;
        }
    }

    /** Those of the address first: the others cost a question to MongoDB. */
    private void takePlaces(LoginAttempt attempt, String email, String network) {
        attempt.takesPlaceOfGuess(throttle.begin(Limited.LOGIN_PER_ADDRESS, network));
        attempt.takesPlaceOfSession(throttle.begin(Limited.SESSION_PER_ADDRESS, network));
        String account = accountOf(email);
        takePlaceOfGuess(attempt, account, accounts.find(email), network);
        attempt.takesPlaceOfSession(throttle.begin(Limited.SESSION_PER_ACCOUNT, account));
    }

    private void takePlaceOfGuess(LoginAttempt attempt, String account, Optional<User> user, String network) {
        attempt.isOf(user);
        String asSeenFromThere = isKnown(user, network) ? account + ":" + network : account;
        attempt.takesPlaceOfGuess(throttle.begin(Limited.LOGIN_PER_ACCOUNT, asSeenFromThere));
    }

    private static String accountOf(String email) {
        return HashUtil.sha256(CanonicalEmail.of(email));
    }

    private boolean isKnown(Optional<User> user, String network) {
        return sessions.haveBegunFrom(network, user.map(User::idAsText).orElse(NOBODY));
    }
}
