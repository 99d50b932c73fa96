package dev.latchkey.web;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all connections share. */
final class HeadBudget {
    private final AtomicLong left;

    HeadBudget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Whether there was as much; if not, it is taken all the same, and has to be given back. */
    boolean take(int bytes) {
        return left.addAndGet(-bytes) >= 0;
    }

    void giveBack(int bytes) {
        left.addAndGet(bytes);
    }
}
