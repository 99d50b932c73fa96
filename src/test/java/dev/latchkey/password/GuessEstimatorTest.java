package dev.latchkey.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GuessEstimatorTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** About the time of a hash. */
    private static final long TOO_SLOW_NANOS = 50_000_000;

    /** Characters that look like letters, of dates, of sequences and of repetitions. */
    private static final List<String> ALPHABETS = List.of(
            "4@8({[<3691!|0$5+7%2",
            "1!|7@469$5",
            "1!|7@4",
            "1!|7@",
            "({[<1",
            "0123456789",
            "a",
            "ab",
            "aab",
            "s5$",
            "p4ssw0rd",
            "1.1.2001",
            "/1-2.1");

    private final GuessEstimator estimator = new GuessEstimator();

    /** CPU time of the quickest of some runs; without any bound, the first took 1.2 s. */
    @ParameterizedTest
    @MethodSource("alphabets")
    void isQuickWhateverThePassword(String characters) {
        String repeated = times72(characters);
        assertTrue(quickestNanos(repeated) < TOO_SLOW_NANOS);
        assertTrue(quickestNanos(shuffled(repeated, new Random(72))) < TOO_SLOW_NANOS);
    }

    /** Of 10,000, the slowest takes 14 ms. Without a bound on the length, one takes 142 ms. */
    @Test
    void isQuickForPasswordsMadeUpToBeSlow() {
        List<String> slow = madeUp().limit(1_000).filter(this::isSlow).toList();
        assertEquals(List.of(), slow);
    }

    private static Stream<String> alphabets() {
        return ALPHABETS.stream();
    }

    /** The characters of one alphabet or two, shuffled, then repeated; the same in every run. */
    private static Stream<String> madeUp() {
        Random random = new Random(1);
        return Stream.generate(() -> {
            String characters = times72(anyOf(ALPHABETS, random) + anyOf(ALPHABETS, random));
            return times72(shuffled(characters, random).substring(0, 1 + random.nextInt(72)));
        });
    }

    private static String anyOf(List<String> alphabets, Random random) {
        return alphabets.get(random.nextInt(alphabets.size()));
    }

    private static String times72(String text) {
        return text.repeat(72).substring(0, 72);
    }

    private static String shuffled(String text, Random random) {
        return random.ints(text.length(), 0, text.length())
                .mapToObj(i -> text.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private boolean isSlow(String password) {
        return cpuNanos(password) >= TOO_SLOW_NANOS && quickestNanos(password) >= TOO_SLOW_NANOS;
    }

    private long quickestNanos(String password) {
        return LongStream.generate(() -> cpuNanos(password)).limit(10).min().orElseThrow();
    }

    private long cpuNanos(String password) {
        long start = THREADS.getCurrentThreadCpuTime();
        estimator.guesses(password, List.of("Ada Lovelace", "a".repeat(242) + "@example.com"));
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
