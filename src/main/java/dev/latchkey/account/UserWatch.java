package dev.latchkey.account;

import dev.latchkey.mongo.Watch;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Settles, a second later at most, what other programs have added, and what a person has done about users who are
 * refused. A login by itself finds an email as it stands there; other spellings of it are found after this.
 */
@Singleton
public final class UserWatch {

    /** Told with readiness; more would be no help. */
    private static final int MOST_REFUSED = 100;

    private final UserStore users;
    private final EmailOwners owners;
    private final UserSweep sweep;
    private final RefusedUsers refused;
    private final Watch watch = new Watch("the users", this::lookAndSweep);

    UserWatch(UserStore users, EmailOwners owners, UserSweep sweep, RefusedUsers refused) {
        this.users = users;
        this.owners = owners;
        this.sweep = sweep;
        this.refused = refused;
    }

    /** Begins, once all users were looked at; does nothing if it has begun. */
    public void start() {
        watch.start();
    }

    void stop(@Observes ShutdownEvent stop) {
        watch.stop();
    }

    private void lookAndSweep() {
        look();
        sweep.sweepIfDue();
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
