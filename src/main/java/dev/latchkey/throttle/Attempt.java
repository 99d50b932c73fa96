package dev.latchkey.throttle;

import dev.latchkey.error.AuthException;
import dev.latchkey.settings.Limit;
import org.jboss.logging.Logger;

/**
 * An attempt that was let through. While it is under way it takes a place within the limit, so that of parallel attempts
 * no more are made than of those in a row. Its outcome says whether it counts. Belongs to the thread of its request.
 */
public final class Attempt implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Attempt.class);

    private final Counts counts;
    private final String key;
    private final Limit limit;
    private final String id;
    private boolean counted;
    private boolean over;

    private Attempt(Counts counts, String key, Limit limit, String id, boolean counted, boolean over) {
        this.counts = counts;
        this.key = key;
        this.limit = limit;
        this.id = id;
        this.counted = counted;
        this.over = over;
    }

    static Attempt underWay(Counts counts, String key, Limit limit, String id) {
        return new Attempt(counts, key, limit, id, false, false);
    }

    static Attempt counted(Counts counts, String key, Limit limit) {
        return new Attempt(counts, key, limit, null, true, false);
    }

    /** One that takes no place, without the throttle. */
    public static Attempt free() {
        return new Attempt(null, null, null, null, true, true);
    }

    /**
     * It counts, until the end of the window. Fails with {@code unavailable} if Redis does not take that: then nobody
     * may be told what came of the attempt.
     */
    public void count() {
        if (!counted) {
            counts.endCounted(key, limit, id);
            counted = true;
        }
    }

    /** It does not count, or no longer. If Redis does not take that it keeps its place for a while. */
    public void giveBack() {
        if (over) {
            return;
        }
        over = true;
        try {
            if (counted) {
                counts.takeBack(key, limit);
            } else {
                counts.endUncounted(key, limit, id);
            }
        } catch (AuthException e) {
            LOG.warnf("An attempt keeps its place: %s", e.getCause());
        }
    }

    /** Gives back what was not counted. */
    @Override
    public void close() {
        if (!counted) {
            giveBack();
        }
    }
}
