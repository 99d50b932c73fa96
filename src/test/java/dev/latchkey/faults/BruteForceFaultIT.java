package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.Parallel;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Stand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A guesser gets as many answers as the limit says, whatever it tries, and the owner of the account signs in. */
@Tag("faults")
class BruteForceFaultIT {
    private static final int GUESSES = 10_000;
    private static final int GUESSERS = 20;
    private static final int LIMIT = 10;
    private static final String KNOWN_ADDRESS = "203.0.113.5";
    private static final String ATTACKER = "198.51.100.66";
    private static final String OTHER_ATTACKER = "198.51.100.67";

    /** On two replicas with limits as they are delivered. */
    @AutoClose
    private static final Stand STAND = Stand.throttled(Map.of());

    /** The same, behind a proxy: a client's own X-Forwarded-For stands before what the proxy adds. */
    @AutoClose
    private static final Stand BEHIND_A_PROXY = Stand.throttled(Map.of("TRUSTED_PROXIES", "127.0.0.1"));

    private final AtomicInteger number = new AtomicInteger();

    @Test
    void fromOneAddressIsEvaluatedAsOftenAsTheLimitSays() throws Exception {
        SignedInUser victim = BEHIND_A_PROXY.one().register();
        show("from one address", victim, () -> guess(BEHIND_A_PROXY, victim, ATTACKER));
    }

    @Test
    void withARotatingHeaderIsEvaluatedAsOftenAsTheLimitSays() throws Exception {
        SignedInUser victim = BEHIND_A_PROXY.one().register();
        show("from many addresses", victim, () -> guess(BEHIND_A_PROXY, victim, rotating()));
        SignedInUser other = BEHIND_A_PROXY.one().register();
        show("with a forged X-Forwarded-For before the proxy's", other, () -> {
            return guess(BEHIND_A_PROXY, other, rotating() + ", " + OTHER_ATTACKER);
        });
    }

    @Test
    void withARotatingHeaderAndNoProxyIsEvaluatedAsOftenAsTheLimitSays() throws Exception {
        SignedInUser victim = STAND.one()
                .register("victim-without-a-proxy@example.com")
                .signedIn(201, "victim-without-a-proxy@example.com");
        Map<String, Integer> answers = ask(GUESSES, () -> guess(STAND, victim, rotating()));
        assertEquals(LIMIT, answers.get("invalid_credentials"), answers::toString);
        System.out.printf(
                Locale.ROOT, "faults: %,d guesses with a forged X-Forwarded-For and no proxy: %s%n", GUESSES, answers);
    }

    @Test
    void inParallelIsEvaluatedAsOftenAsTheLimitSays() throws Exception {
        SignedInUser victim = BEHIND_A_PROXY.one().register();
        List<Answer> answers = Parallel.race(200, () -> guess(BEHIND_A_PROXY, victim, rotating()));
        long evaluated =
                answers.stream().filter(answer -> answer.status() == 401).count();
        assertEquals(LIMIT, evaluated);
        System.out.printf(Locale.ROOT, "faults: 200 parallel guesses on two replicas: %d evaluated%n", evaluated);
    }

    /** Attempts under way are not guesses: more at once than the limit allows, from where the user never signed in. */
    @Test
    void rightPasswordsAtOnceAreNoGuesses() throws Exception {
        SignedInUser user = BEHIND_A_PROXY.one().register();
        for (int atOnce : List.of(16, 64)) {
            String address = rotating();
            List<Answer> answers = Parallel.race(atOnce, () -> {
                Client replica = BEHIND_A_PROXY.both().get(number.incrementAndGet() % 2);
                return replica.login(user.email(), TestUsers.PASSWORD, "X-Forwarded-For", address);
            });
            long refused =
                    answers.stream().filter(answer -> answer.status() != 200).count();
            assertEquals(0, refused, () -> refused + " of " + atOnce + " right logins at once were refused");
        }
    }

    /** The owner has signed in from the known address, and does so again in the midst of it. */
    private void show(String name, SignedInUser victim, Callable<Answer> guess) throws Exception {
        String[] known = {"X-Forwarded-For", KNOWN_ADDRESS};
        BEHIND_A_PROXY.one().login(victim.email(), TestUsers.PASSWORD, known).signedIn(200, victim.email());
        Map<String, Integer> answers = ask(GUESSES / 2, guess);
        BEHIND_A_PROXY.two().login(victim.email(), TestUsers.PASSWORD, known).signedIn(200, victim.email());
        ask(GUESSES / 2, guess).forEach((code, times) -> answers.merge(code, times, Integer::sum));
        assertEquals(LIMIT, answers.get("invalid_credentials"), answers::toString);
        System.out.printf(
                Locale.ROOT, "faults: %,d guesses %s: %s; the victim signed in meanwhile%n", GUESSES, name, answers);
    }

    private static Map<String, Integer> ask(int times, Callable<Answer> guess) throws Exception {
        Map<String, Integer> answers = new TreeMap<>();
        List<List<Answer>> all = Parallel.race(GUESSERS, () -> {
            List<Answer> own = new ArrayList<>();
            for (int i = 0; i < times / GUESSERS; i++) {
                own.add(guess.call());
            }
            return own;
        });
        all.forEach(own -> own.forEach(answer -> answers.merge(answer.code(), 1, Integer::sum)));
        return answers;
    }

    private Answer guess(Stand stand, SignedInUser victim, String forwardedFor) {
        int guess = number.incrementAndGet();
        Client replica = stand.both().get(guess % 2);
        return replica.login(victim.email(), "guess number " + guess, "X-Forwarded-For", forwardedFor);
    }

    private String rotating() {
        int next = number.incrementAndGet();
        return String.format(Locale.ROOT, "10.%d.%d.%d", next >> 16 & 0xff, next >> 8 & 0xff, next & 0xff);
    }
}
