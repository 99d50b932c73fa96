package dev.latchkey.signin.recovery;

import dev.latchkey.account.ProvenChanges;
import dev.latchkey.account.Reset;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.mongo.Watch;
import dev.latchkey.session.SessionEndings;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Ends all sessions of an account that was taken back by a mail. Before that is done nobody is told that it is; what was
 * broken off is finished by whoever uses the mail once more, or by {@link ResetWatch}.
 */
@Singleton
public final class AccountReset {
    private static final Logger LOG = Logger.getLogger(AccountReset.class);

    private final ProvenChanges changes;
    private final SessionEndings endings;

    public AccountReset(ProvenChanges changes, SessionEndings endings) {
        this.changes = changes;
        this.endings = endings;
    }

    /**
     * Finishes a reset; {@code unavailable} if a store is away, after which it can be repeated; {@code invalid_token} if
     * somebody else goes on with it. All sessions are over then, whether MongoDB takes a note of it or not.
     */
    public void finish(Reset reset) {
        endSessions(reset);
        if (!isNoted(reset)) {
            throw new AuthException(AuthError.INVALID_TOKEN);
        }
    }

    private void endSessions(Reset reset) {
        try {
            endings.endAllOf(reset.user().idAsText());
        } catch (RuntimeException e) {
            changes.giveBack(reset);
            throw e;
        }
    }

    private boolean isNoted(Reset reset) {
        try {
            return changes.finish(reset);
        } catch (RuntimeException e) {
            LOG.debug("The watch will note it", e);
            return true;
        }
    }

    /** Finishes those that were begun longer ago than this, some of them. */
    void finishThoseBegunBefore(Duration ago) {
        Watch.forEach(
                "reset", changes.findUnfinished(ago), reset -> reset.user().idAsText(), this::finishLater);
    }

    /** What somebody else goes on with meanwhile is no matter of the watch; a note that fails is tried again. */
    private void finishLater(Reset reset) {
        endSessions(reset);
        changes.finish(reset);
    }
}
