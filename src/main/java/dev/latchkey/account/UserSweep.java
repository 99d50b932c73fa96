package dev.latchkey.account;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;
import org.jboss.logging.Logger;

/**
 * Looks at all users, and settles whose each email is: at the first start on a database, and then again and again for
 * what others have changed. One replica does it at a time, in batches; one that was interrupted goes on with what is
 * left to do.
 */
@Singleton
public final class UserSweep {
    private static final Logger LOG = Logger.getLogger(UserSweep.class);
    private static final long TELL_EVERY = 20_000;

    /** What sweeps may take of the time. */
    private static final int ONE_PART_OF = 100;

    private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);

    /** As long as an email that was changed by hand may be unknown in other spellings. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final UserIndexStore indexes;
    private final SweepStore sweeps;
    private final EmailOwners owners;
    private final IssuedIdStore issuedIds;
    private final RefusedUsers refused;
    private volatile boolean prepared;
    private volatile long usersSoFar;

    UserSweep(
            UserIndexStore indexes,
            SweepStore sweeps,
            EmailOwners owners,
            IssuedIdStore issuedIds,
            RefusedUsers refused) {
        this.indexes = indexes;
        this.sweeps = sweeps;
        this.owners = owners;
        this.issuedIds = issuedIds;
        this.refused = refused;
    }

    /**
     * Makes a database of the original fit for us: the indexes, and one sweep. May be repeated.
     *
     * @throws IllegalStateException while another replica does it
     */
    public void prepare() {
        indexes.prepare();
        if (!sweeps.wasDone(CanonicalEmail.FORM) && !sweepIfDue()) {
            throw new IllegalStateException(
                    "another replica goes through the users, " + sweeps.usersSoFar() + " so far");
        }
        prepared = true;
    }

    /** Whether the unique index is there, and all users are in it: before that, nobody may be registered. */
    boolean isPrepared() {
        return prepared;
    }

    /** How many users have been looked at, while the first sweep is under way. */
    public long usersSoFar() {
        return usersSoFar;
    }

    /** Sweeps, unless another replica does or it was done a short time ago. */
    boolean sweepIfDue() {
        if (!sweeps.take(0)) {
            return false;
        }
        long start = System.nanoTime();
        usersSoFar = 0;
        try {
            indexes.prepare();
            sweeps.forEachBatch(this::sweep);
        } catch (RuntimeException e) {
            sweeps.giveBack();
            throw e;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        sweeps.done(CanonicalEmail.FORM, pauseAfter(took));
        LOG.debugf("Went through %s users in %s ms", usersSoFar, took.toMillis());
        return true;
    }

    private void sweep(List<StoredUser> batch) {
        settle(batch);
        usersSoFar += batch.size();
        if (usersSoFar % TELL_EVERY == 0 && !prepared) {
            LOG.infof("Went through %s users so far", usersSoFar);
        }
        if (!sweeps.take(usersSoFar)) {
            throw new IllegalStateException("another replica has taken over");
        }
    }

    /** Settles whose the emails of these users are, and notes their ids. */
    void settle(List<StoredUser> batch) {
        List<StoredUser> unsettled =
                batch.stream().filter(user -> !user.isSettled()).toList();
        List<StoredUser> owning =
                unsettled.stream().filter(StoredUser::isUsable).toList();
        List<StoredUser> others = new ArrayList<>(unsettled);
        others.removeAll(owning);
        if (!owning.isEmpty()) {
            others.addAll(sweeps.ownAll(owning));
        }
        others.forEach(owners::settle);
        batch.stream().filter(user -> !user.isUsable()).forEach(refused::tell);
        issuedIds.addAll(batch.stream()
                .map(StoredUser::id)
                .filter(BsonValue::isObjectId)
                .map(id -> id.asObjectId().getValue())
                .toList());
    }

    private static Duration pauseAfter(Duration sweep) {
        Duration pause = sweep.multipliedBy(ONE_PART_OF);
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
