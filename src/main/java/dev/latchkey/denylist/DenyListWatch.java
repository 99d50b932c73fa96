package dev.latchkey.denylist;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Looks at the whole deny-list at short intervals, see {@link DenyList#watch}. */
@Singleton
final class DenyListWatch {
    private final DenyList denyList;
    private final Vertx vertx;
    private final Duration interval;
    private final AtomicBoolean looking = new AtomicBoolean();
    private long timer;

    /** @param interval zero for never */
    DenyListWatch(
            DenyList denyList, Vertx vertx, @ConfigProperty(name = "latchkey.deny-list-watch") Duration interval) {
        this.denyList = denyList;
        this.vertx = vertx;
        this.interval = interval;
    }

    void start(@Observes StartupEvent start) {
        if (!interval.isZero()) {
            timer = vertx.setPeriodic(interval.toMillis(), now -> look());
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        vertx.cancelTimer(timer);
    }

    /** Not again before Redis has answered. That it doesn't is for readiness to tell. */
    private void look() {
        if (looking.compareAndSet(false, true)) {
            denyList.watch().onComplete(done -> looking.set(false));
        }
    }
}
