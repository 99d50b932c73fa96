package dev.latchkey.denylist;

import dev.latchkey.observe.AuthEvents;
import dev.latchkey.observe.Gauges;
import dev.latchkey.observe.StoreLog;
import dev.latchkey.redis.RedisCommands;
import dev.latchkey.settings.Settings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks at the whole deny-list at the start and at short intervals, and so knows whether Redis answers. It notices losses
 * in buckets that no request asks for. Between two failovers, to a copy that lags and back, they would not be noticed at
 * all: a former master knows its scripts from before.
 */
@Singleton
public final class DenyListWatch {
    private final DenyList denyList;
    private final AuthEvents events;
    private final Vertx vertx;
    private final Duration interval;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final StoreLog redis = new StoreLog("Redis");
    private volatile boolean prepared;
    private volatile boolean stopped;
    private long timer;

    public DenyListWatch(DenyList denyList, AuthEvents events, Gauges gauges, Vertx vertx, Settings.Redis config) {
        this.denyList = denyList;
        this.events = events;
        this.vertx = vertx;
        this.interval = config.watchInterval();
        gauges.watchStore("redis", redis::isAnswering);
    }

    void start(@Observes StartupEvent start) {
        if (!interval.isZero()) {
            timer = vertx.setPeriodic(interval.toMillis(), now -> lookOnce());
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** Begins the epochs of a Redis that is new, so that the first tokens need no vouching for. */
    public void prepare() {
        int begun = RedisCommands.await(readAll());
        prepared = true;
        if (begun > 0) {
            events.denyListBegun(begun);
        }
    }

    /** Not again before Redis has answered. */
    private void lookOnce() {
        if (looking.compareAndSet(false, true)) {
            look().onComplete(done -> looking.set(false));
        }
    }

    /** What is not there before {@link #prepare} is new, not lost. */
    Future<Integer> look() {
        if (!prepared) {
            return Future.succeededFuture(0);
        }
        return readAll().onSuccess(lost -> {
            if (lost > 0) {
                events.denyListLost(lost);
            }
        });
    }

    private Future<Integer> readAll() {
        return denyList.readAll().onComplete(this::note);
    }

    private void note(AsyncResult<Integer> answer) {
        if (answer.succeeded()) {
            redis.answers();
        } else if (!stopped) {
            redis.fails(answer.cause().toString());
        }
    }
}
