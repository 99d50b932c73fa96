package dev.latchkey.password;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuessEstimatorTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long TOO_SLOW_NANOS = 200_000_000;

    private final GuessEstimator estimator = new GuessEstimator();

    /** CPU time of the quickest of some runs, 35 ms at most; without the bound, the first took 1.2 s. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4@8({[<3691!|0$5+7%2",
                "1!|7@469$5",
                "1!|7@4",
                "1!|7@",
                "({[<1",
                "0123456789",
                "a",
                "ab",
                "aab",
                "p4ssw0rd",
                "1.1.2001",
                "/1-2.1"
            })
    void isQuickWhateverThePassword(String characters) {
        String repeated = characters.repeat(72).substring(0, 72);
        assertTrue(quickestNanos(repeated) < TOO_SLOW_NANOS);
        assertTrue(quickestNanos(shuffled(repeated)) < TOO_SLOW_NANOS);
    }

    private long quickestNanos(String password) {
        return LongStream.generate(() -> cpuNanos(password)).limit(5).min().orElseThrow();
    }

    private long cpuNanos(String password) {
        long start = THREADS.getCurrentThreadCpuTime();
        estimator.guesses(password, List.of("Ada Lovelace", "a".repeat(242) + "@example.com"));
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    /** In an order without patterns, but the same in every run. */
    private static String shuffled(String text) {
        return new Random(72)
                .ints(text.length(), 0, text.length())
                .mapToObj(i -> text.substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
