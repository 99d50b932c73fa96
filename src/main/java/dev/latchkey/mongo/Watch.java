package dev.latchkey.mongo;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Does the same each second, and at once if it is woken; what fails is done again. On a thread of its own. */
public final class Watch {
    private static final Logger LOG = Logger.getLogger(Watch.class);
    private static final int EVERY_SECONDS = 1;

    private final String what;
    private final Runnable look;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();

    /**
     * @param what for the log
     * @param look must not wait for long
     */
    public Watch(String what, Runnable look) {
        this.what = what;
        this.look = look;
    }

    /** Begins; does nothing if it has begun. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            worker.scheduleWithFixedDelay(this::lookUnlessMongoFails, 0, EVERY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Looks now; does nothing once it is stopped. */
    public void wake() {
        try {
            if (woken.compareAndSet(false, true)) {
                worker.execute(this::lookUnlessMongoFails);
            }
        } catch (RejectedExecutionException e) {
            LOG.debugf("The service stops: another replica looks at %s", what);
        }
    }

    /** Ends for good. */
    public void stop() {
        worker.shutdownNow();
    }

    private void lookUnlessMongoFails() {
        woken.set(false);
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.debugf(e, "Will look at %s again", what);
        }
    }
}
