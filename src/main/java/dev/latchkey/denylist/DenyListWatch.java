package dev.latchkey.denylist;

import dev.latchkey.observe.StoreLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AsyncResult;
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
    private final StoreLog log = new StoreLog("Redis");
    private volatile boolean stopped;
    private long timer;

    /** @param interval zero for never */
    DenyListWatch(
            DenyList denyList, Vertx vertx, @ConfigProperty(name = "latchkey.deny-list-watch") Duration interval) {
        this.denyList = denyList;
        this.vertx = vertx;
        this.interval = interval;
    }

    /** A look that fails comes after the preparation, which Redis has answered: it is to be told from the first on. */
    void start(@Observes StartupEvent start) {
        log.answers();
        if (!interval.isZero()) {
            timer = vertx.setPeriodic(interval.toMillis(), now -> look());
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** Not again before Redis has answered. */
    private void look() {
        if (looking.compareAndSet(false, true)) {
            denyList.watch().onComplete(this::looked);
        }
    }

    private void looked(AsyncResult<Integer> answer) {
        looking.set(false);
        if (answer.succeeded()) {
            log.answers();
        } else if (!stopped) {
            log.fails(answer.cause().toString());
        }
    }
}
