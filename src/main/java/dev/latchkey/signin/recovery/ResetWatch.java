package dev.latchkey.signin.recovery;

import dev.latchkey.mail.Outbox;
import dev.latchkey.mongo.Watch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Finishes resets that were broken off, and that nobody has repeated. */
@Singleton
public final class ResetWatch {
    private static final Duration BROKEN_OFF = Duration.ofMinutes(1);

    private final Outbox outbox;
    private final Watch watch;

    public ResetWatch(AccountReset resets, Outbox outbox) {
        this.outbox = outbox;
        this.watch = new Watch("resets", () -> resets.finishThoseBegunBefore(BROKEN_OFF));
    }

    void start(@Observes StartupEvent start) {
        if (outbox.isOpen()) {
            watch.start();
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        watch.stop();
    }
}
