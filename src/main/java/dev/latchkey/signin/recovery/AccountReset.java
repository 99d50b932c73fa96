package dev.latchkey.signin.recovery;

import dev.latchkey.account.ProvenChanges;
import dev.latchkey.account.Reset;
import dev.latchkey.mongo.Watch;
import dev.latchkey.session.SessionEndings;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Ends all sessions of an account that was taken back by a mail. Before that is done nobody is told that it is; what was
 * broken off is finished by whoever uses the mail once more, or by {@link ResetWatch}.
 */
@Singleton
public final class AccountReset {
    private final ProvenChanges changes;
    private final SessionEndings endings;

    public AccountReset(ProvenChanges changes, SessionEndings endings) {
        this.changes = changes;
        this.endings = endings;
    }

    /** Finishes a reset; {@code unavailable} if a store is away, after which it can be repeated. */
    public void finish(Reset reset) {
        try {
            endings.endAllOf(reset.user().idAsText());
        } catch (RuntimeException e) {
            changes.giveBack(reset);
            throw e;
        }
        changes.finish(reset);
    }

    /** Finishes those that were begun longer ago than this, some of them. */
    void finishThoseBegunBefore(Duration ago) {
        Watch.forEach(
                "reset", changes.findUnfinished(ago), reset -> reset.user().idAsText(), this::finish);
    }
}
