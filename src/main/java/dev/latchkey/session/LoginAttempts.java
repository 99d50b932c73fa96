package dev.latchkey.session;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.CanonicalEmail;
import dev.latchkey.account.User;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.http.ClientAddress;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import io.quarkus.runtime.util.HashUtil;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rules that keep guessers out of an account, and let its owner in meanwhile. Wrong passwords are counted for each
 * client address, and for each account. An address from which the user has signed in has a count of its own for that
 * account: what others guess elsewhere does not concern it. Right ones are counted, too: each session takes up memory
 * until its tokens expire, even if it is ended at once. Whether there is such an account makes no difference.
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

    /**
     * Makes a login: {@code too_many_requests} before the password is looked at, {@code invalid_credentials} after.
     *
     * @param begin begins the session of the user with this email and password, whom it is given
     */
    public SignedIn login(
            String email, String password, ClientAddress client, Function<Supplier<User>, SignedIn> begin) {
        String network = client.network();
        try (Attempt guessFromAddress = throttle.begin(Limited.LOGIN_PER_ADDRESS, network);
                Attempt sessionFromAddress = throttle.begin(Limited.SESSION_PER_ADDRESS, network)) {
            Optional<User> user = accounts.find(email);
            String account = HashUtil.sha256(CanonicalEmail.of(email));
            try (Attempt guess = throttle.begin(Limited.LOGIN_PER_ACCOUNT, asSeenFrom(network, account, user));
                    Attempt session = throttle.begin(Limited.SESSION_PER_ACCOUNT, account)) {
                return counted(
                        List.of(guess, guessFromAddress),
                        List.of(session, sessionFromAddress),
                        () -> begin.apply(() -> accounts.authenticate(user, password)));
            }
        }
    }

    /** What is neither a wrong password nor a session is not counted: nobody is kept out by failures of ours. */
    private static SignedIn counted(List<Attempt> guess, List<Attempt> session, Supplier<SignedIn> login) {
        try {
            SignedIn signedIn = login.get();
            session.forEach(Attempt::count);
            return signedIn;
        } catch (AuthException e) {
            if (e.error() == AuthError.INVALID_CREDENTIALS) {
                guess.forEach(Attempt::count);
            }
            throw e;
        }
    }

    private String asSeenFrom(String network, String account, Optional<User> user) {
        boolean known = sessions.hasSignedInFrom(user.map(User::idAsText).orElse(NOBODY), network);
        return known ? account + ":" + network : account;
    }
}
