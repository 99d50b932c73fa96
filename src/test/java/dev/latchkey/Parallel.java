package dev.latchkey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a race: all callers start at the same moment. */
public final class Parallel {

    private Parallel() {}

    /** The results of all callers, in no order that means anything. */
    public static <T> List<T> race(List<Callable<T>> callers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers.size());
        CyclicBarrier start = new CyclicBarrier(callers.size());
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> caller : callers) {
                running.add(threads.submit(() -> {
                    start.await();
                    return caller.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** The same call from many callers. */
    public static <T> List<T> race(int callers, Callable<T> call) throws Exception {
        return race(Collections.nCopies(callers, call));
    }

    /** Of these statuses one is 200, and all others are 403. */
    public static void assertOneWins(List<Integer> statuses) {
        List<Integer> expected = new ArrayList<>(Collections.nCopies(statuses.size(), 403));
        expected.set(0, 200);
        assertEquals(expected, statuses.stream().sorted().toList());
    }
}
