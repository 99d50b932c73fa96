package dev.latchkey.signin;

import dev.latchkey.account.AccountService;
import dev.latchkey.account.User;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.throttle.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A login under way, with its places within the rate limits. It counts as a guess if the password is wrong, as a session
 * if one has begun, and else not at all: a failure of the service locks nobody out.
 */
public final class LoginAttempt implements AutoCloseable {
    private final AccountService accounts;
    private final List<Attempt> guess = new ArrayList<>();
    private final List<Attempt> session = new ArrayList<>();
    private Optional<User> user = Optional.empty();

    LoginAttempt(AccountService accounts) {
        this.accounts = accounts;
    }

    void isOf(Optional<User> found) {
        user = found;
    }

    void takesPlaceOfGuess(Attempt attempt) {
        guess.add(attempt);
    }

    void takesPlaceOfSession(Attempt attempt) {
        session.add(attempt);
    }

    /** The user, if the password is right; {@code invalid_credentials} if not, or if there is none. */
    public User authenticate(String password) {
        Optional<User> known = accounts.authenticate(user, password);
        if (known.isEmpty()) {
            guess.forEach(Attempt::count);
            throw new AuthException(AuthError.INVALID_CREDENTIALS);
        }
        return known.get();
    }

    void countSession() {
        session.forEach(Attempt::count);
    }

    /** Counts a session before it begins: one that begins uncounted could end another one each time. */
    <T> T countSession(Supplier<T> begin) {
        try {
            countSession();
            return begin.get();
        } catch (RuntimeException e) {
            session.forEach(Attempt::giveBack);
            throw e;
        }
    }

    /** Gives back what was not counted. */
    @Override
    public void close() {
        guess.forEach(Attempt::close);
        session.forEach(Attempt::close);
    }
}
