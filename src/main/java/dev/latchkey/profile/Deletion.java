package dev.latchkey.profile;

import dev.latchkey.account.AccountChanges;
import dev.latchkey.account.AccountService;
import dev.latchkey.account.User;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.mongo.Watch;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.session.SessionEndings;
import dev.latchkey.session.SessionService;
import dev.latchkey.signin.LoginAttempt;
import dev.latchkey.signin.LoginAttempts;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Deletes users with all that is stored about them, but for their ids, which are never given out again. In this order:
 * nobody signs in any more, all sessions end, the documents go. What is broken off is finished by {@link DeletionWatch}.
 */
@Singleton
public final class Deletion {
    private final AccountService accounts;
    private final AccountChanges changes;
    private final LoginAttempts attempts;
    private final SessionService sessions;
    private final SessionEndings endings;
    private final AuthEvents events;
    private final Clock clock;

    public Deletion(
            AccountService accounts,
            AccountChanges changes,
            LoginAttempts attempts,
            SessionService sessions,
            SessionEndings endings,
            AuthEvents events,
            Clock clock) {
        this.accounts = accounts;
        this.changes = changes;
        this.attempts = attempts;
        this.sessions = sessions;
        this.endings = endings;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Deletes the caller's user, whose own session ends last: until then it can be repeated. Errors: {@code too_many_requests} and {@code invalid_credentials} as for a login.
     */
    public void delete(DeletionRequest request, VerifiedToken caller, ClientInfo client) {
        User user = accounts.ofTokenForDeletion(caller.subject());
        try (LoginAttempt attempt = attempts.begin(user, client.address())) {
            changes.beginDeletion(attempt.authenticate(request.password()));
        }
        endings.endOthers(caller);
        finish(user);
    }

    /** Finishes the deletions that began longer ago than this, some of them. */
    void finishThoseBegunBefore(Duration ago) {
        List<User> begun = changes.findBeingDeleted(clock.instant().minus(ago));
        Watch.forEach("deletion", begun, User::idAsText, this::finish);
    }

    /** Ends all sessions of a user who is being deleted, and removes what is stored. */
    void finish(User user) {
        endings.endAllOf(user.idAsText());
        sessions.forget(user.idAsText());
        changes.finishDeletion(user);
        events.userDeleted(user.idAsText());
    }
}
