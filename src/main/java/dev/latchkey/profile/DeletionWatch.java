package dev.latchkey.profile;

import dev.latchkey.mongo.Watch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Finishes deletions that were broken off, each minute; parallel ones on several replicas do the same once more. */
@Singleton
public final class DeletionWatch {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Watch watch;

    public DeletionWatch(Deletion deletion) {
        this.watch = new Watch("deletions", EVERY, () -> deletion.finishThoseBegunBefore(EVERY));
    }

    void start(@Observes StartupEvent start) {
        watch.start();
    }

    void stop(@Observes ShutdownEvent stop) {
        watch.stop();
    }
}
