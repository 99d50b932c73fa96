package dev.latchkey.observe;

import org.jboss.logging.Logger;

/** Whether a store answers. Tells in the log when it does no more, and when it answers again: one line each. */
public final class StoreLog {
    private static final Logger LOG = Logger.getLogger(StoreLog.class);

    private final String store;
    private volatile boolean answers;
    private boolean told;

    public StoreLog(String store) {
        this.store = store;
    }

    /** Whether it has answered when it was last asked. */
    public boolean isAnswering() {
        return answers;
    }

    /** It was asked, and has answered. */
    public synchronized void answers() {
        if (told) {
            LOG.infof("%s answers again", store);
        }
        answers = true;
        told = false;
    }

    /** It was asked, and has not answered. That it never did since the start is for the preparation to tell. */
    public synchronized void fails(String fault) {
        if (answers) {
            LOG.errorf("%s does not answer: %s", store, fault);
            told = true;
        }
        answers = false;
    }
}
