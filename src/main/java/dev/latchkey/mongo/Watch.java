package dev.latchkey.mongo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Does the same again and again, and at once if it is woken; what fails is done again. On a thread of its own. */
public final class Watch {
    private static final Logger LOG = Logger.getLogger(Watch.class);
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final String what;
    private final Duration pause;
    private final Runnable look;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();

    /**
     * Of what has to be done within a second.
     *
     * @param what for the log
     * @param look must not wait for long
     */
    public Watch(String what, Runnable look) {
        this(what, A_SECOND, look);
    }

    /** @param pause between one look and the next */
    public Watch(String what, Duration pause, Runnable look) {
        this.what = what;
        this.pause = pause;
        this.look = look;
    }

    /** Begins; does nothing if it has begun. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            worker.scheduleWithFixedDelay(this::lookUnlessMongoFails, 0, pause.toSeconds(), TimeUnit.SECONDS);
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

    /**
     * Does something for each of these: one that fails is logged with its cause, and keeps no other from its turn. That it
     * is found again the next time is up to the caller.
     *
     * @param what for the log
     * @param id   of an item, fit for the log
     */
    public static <T> void forEach(String what, List<T> items, Function<T, String> id, Consumer<T> action) {
        for (T item : items) {
            try {
                action.accept(item);
            } catch (RuntimeException e) {
                LOG.warnf(e, "The %s of %s failed, and will be tried again", what, id.apply(item));
            }
        }
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
