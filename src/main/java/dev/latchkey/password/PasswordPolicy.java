package dev.latchkey.password;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.settings.Settings;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a password must be like before it is hashed. The lists and dictionaries are read when the first one is to be
 * judged: that takes longer than much else that a start does, and a replica that only checks tokens never needs them.
 */
@Singleton
public final class PasswordPolicy {
    /** NIST SP 800-63B section 5.1.1.2: at least 8 characters, and no rules of composition. */
    static final int MIN_CHARACTERS = 8;

    /**
     * zxcvbn's line between "somewhat guessable" and what withstands an attack on a slow hash that was stolen. A bit
     * higher, and 8 random letters would be refused.
     */
    static final double MIN_GUESSES = 1e8;

    private final Provider<BreachedPasswords> breached;
    private final Provider<GuessEstimator> estimator;
    private final HashSlots slots;
    private final List<String> contextWords;

    PasswordPolicy(
            Provider<BreachedPasswords> breached,
            Provider<GuessEstimator> estimator,
            HashSlots slots,
            Settings.Password config) {
        this.breached = breached;
        this.estimator = estimator;
        this.slots = slots;
        this.contextWords = config.contextWords();
    }

    /**
     * Checks a new password, and estimates it last: what that costs, it may cost as seldom as a hash.
     * {@code unavailable} if it does not get its turn.
     *
     * @param field of the body, for the error
     * @param known what is known of the user: the name, the email
     */
    public void checkNew(String field, String password, List<String> known) {
        if (password.codePointCount(0, password.length()) < MIN_CHARACTERS) {
            throw refuse(field, "must be at least " + MIN_CHARACTERS + " characters long");
        }
        if (isTooLong(password)) {
            throw refuse(field, "must be at most " + PasswordHash.MAX_BYTES + " bytes long in UTF-8");
        }
        if (breached.get().contains(password)) {
            throw refuse(
                    field,
                    "is known from data breaches, or looks like one that is: take several words that are not about you");
        }
        List<String> guessedFirst =
                Stream.concat(known.stream(), contextWords.stream()).toList();
        if (slots.use(() -> estimator.get().guesses(password, guessedFirst)) < MIN_GUESSES) {
            throw refuse(field, "is too easy to guess: take several words that are not about you");
        }
    }

    private static boolean isTooLong(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length > PasswordHash.MAX_BYTES;
    }

    private static AuthException refuse(String field, String what) {
        return AuthException.invalidField(AuthError.WEAK_PASSWORD, field, what);
    }
}
