package dev.latchkey.account;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Settles, a second later at most, what other programs have added, and what a person has done about users who are
 * refused. A login by itself finds an email as it stands there; other spellings of it are found after this.
 */
@Singleton
public final class UserWatch {
    private static final Logger LOG = Logger.getLogger(UserWatch.class);
    private static final int EVERY_SECONDS = 1;

    /** Told with readiness; more would be no help. */
    private static final int MOST_REFUSED = 100;

    private final UserStore users;
    private final EmailOwners owners;
    private final UserSweep sweep;
    private final RefusedUsers refused;
    private final AtomicBoolean started = new AtomicBoolean();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();

    UserWatch(UserStore users, EmailOwners owners, UserSweep sweep, RefusedUsers refused) {
        this.users = users;
        this.owners = owners;
        this.sweep = sweep;
        this.refused = refused;
    }

    /** Begins, once all users were looked at; does nothing if it has begun. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            worker.scheduleWithFixedDelay(this::lookUnlessMongoFails, 0, EVERY_SECONDS, TimeUnit.SECONDS);
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        worker.shutdownNow();
    }

    private void lookUnlessMongoFails() {
        try {
            look();
            sweep.sweepIfDue();
        } catch (RuntimeException e) {
            LOG.debug("Will look at the users again", e);
        }
    }

    /** Settles what is new, and looks at those who are refused. */
    void look() {
        sweep.settle(users.findNew());
        Map<String, List<StoredUser>> byEmail = users.findRefused(MOST_REFUSED).stream()
                .collect(Collectors.groupingBy(user -> Objects.toString(user.canonical())));
        byEmail.values().stream().filter(UserWatch::isResolved).forEach(this::lookAgain);
        refused.are(
                byEmail.values().stream().filter(group -> !isResolved(group)).toList());
    }

    /** At the one who is left, and at whatever else there is with this email. */
    private void lookAgain(List<StoredUser> group) {
        group.stream().filter(StoredUser::isUsable).map(StoredUser::user).forEach(user -> owners.find(user.email));
    }

    /** One is left that can be used. */
    private static boolean isResolved(List<StoredUser> group) {
        return group.stream().filter(StoredUser::isUsable).count() == 1;
    }
}
