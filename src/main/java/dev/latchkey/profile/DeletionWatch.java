package dev.latchkey.profile;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Finishes deletions that were broken off, each minute; parallel ones on several replicas do the same once more. */
@Singleton
public final class DeletionWatch {
    private static final Logger LOG = Logger.getLogger(DeletionWatch.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Deletion deletion;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();

    public DeletionWatch(Deletion deletion) {
        this.deletion = deletion;
    }

    void start(@Observes StartupEvent start) {
        worker.scheduleWithFixedDelay(this::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stop) {
        worker.shutdownNow();
    }

    private void look() {
        try {
            deletion.finishThoseBegunBefore(EVERY);
        } catch (RuntimeException e) {
            LOG.debug("Will look at deletions again", e);
        }
    }
}
