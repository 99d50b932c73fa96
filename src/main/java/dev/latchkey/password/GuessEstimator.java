package dev.latchkey.password;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.matchers.Match;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many guesses a password withstands, as <a href="https://github.com/nulab/zxcvbn4j">zxcvbn</a> estimates it from
 * dictionaries (passwords, English words, names), keyboards, dates, sequences and repetitions, also spelled in l33t.
 */
@Singleton
final class GuessEstimator {
    private static final String L33T = "4@8({[<3691!|0$5+7%2";

    /** What is estimated of a longer password: who can't guess the beginning can't guess the whole. */
    private static final int BEGINNING = 36;

    /** Each further kind may double the ways to read a password: with all 20 kinds, 72 characters took 1.2 s. */
    private static final int MAX_KINDS_OF_L33T = 5;

    /** What is estimated of a password with more kinds. */
    private static final int BEGINNING_IN_L33T = 14;

    /** What zxcvbn calls the list of words that it is given. */
    private static final String KNOWN_WORDS = "user_inputs";

    private final Zxcvbn zxcvbn = new Zxcvbn();

    /** @param known what is known of the user and the service, such as names: they and their words are guessed first */
    double guesses(String password, List<String> known) {
        List<String> words =
                known.stream().flatMap(GuessEstimator::withItsWords).distinct().toList();
        Strength strength = zxcvbn.measure(bounded(password), words);
        return Math.min(strength.getGuesses(), guessesOfWhoKnows(strength.getSequence()));
    }

    /**
     * The estimate without what zxcvbn adds for each part, since a guesser would first try all that has fewer: whoever
     * tries a word of the service or the user puts this and that around it at once. Infinite if the password holds none.
     */
    private static double guessesOfWhoKnows(List<Match> parts) {
        if (parts.stream().noneMatch(part -> KNOWN_WORDS.equals(part.dictionaryName))) {
            return Double.POSITIVE_INFINITY;
        }
        return parts.stream().mapToDouble(part -> part.guesses).reduce(1, (one, other) -> one * other);
    }

    private static String bounded(String password) {
        long kinds =
                password.chars().filter(c -> L33T.indexOf(c) >= 0).distinct().count();
        int beginning = kinds > MAX_KINDS_OF_L33T ? BEGINNING_IN_L33T : BEGINNING;
        return password.substring(0, Math.min(beginning, password.length()));
    }

    /** Of an email also the parts before and after the at sign, of a URL also the host. */
    private static Stream<String> withItsWords(String text) {
        return Stream.of(Stream.of(text), Stream.of(text.split("[@/]+")), Stream.of(text.split("[^\\p{L}\\p{N}]+")))
                .flatMap(parts -> parts)
                .filter(part -> !part.isEmpty());
    }
}
