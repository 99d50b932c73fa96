package dev.latchkey;

import java.util.ArrayList;
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
        return race(java.util.Collections.nCopies(callers, call));
    }
}
