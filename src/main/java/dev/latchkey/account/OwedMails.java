package dev.latchkey.account;

import dev.latchkey.mail.Mail;
import dev.latchkey.mail.MailKind;
import dev.latchkey.mail.MailRelay;
import dev.latchkey.mail.MailStore;
import dev.latchkey.mail.Outbox;
import dev.latchkey.mongo.Watch;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;

/**
 * Moves mails on from the users' documents, where the update that they tell of has left them, to those that are sent. So
 * what was done is told, and what is told was done, without a transaction.
 */
@Singleton
public final class OwedMails {
    /** Longer than a move takes. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final OwedMailStore owed;
    private final MailStore mails;
    private final MailRelay relay;
    private final Outbox outbox;
    private final Clock clock;
    private final Watch watch = new Watch("owed mails", this::moveAll);

    OwedMails(OwedMailStore owed, MailStore mails, MailRelay relay, Outbox outbox, Clock clock) {
        this.owed = owed;
        this.mails = mails;
        this.relay = relay;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Begins to move mails on if any are sent, and makes what that rests on; may be repeated. */
    public void start() {
        if (isOpen()) {
            mails.prepare();
            watch.start();
            relay.start();
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        watch.stop();
    }

    /** Has the mails that are owed now moved on at once. */
    void wake() {
        watch.wake();
    }

    boolean isOpen() {
        return outbox.isOpen();
    }

    /** A mail that tells the user what was done; none if no mail is sent. */
    Optional<Mail> notice(MailKind kind, User user) {
        return isOpen()
                ? Optional.of(Mail.notice(kind, user.asRecipient(), user.idAsText(), clock.instant()))
                : Optional.empty();
    }

    /** Moves on what a user is owed who is about to be gone. */
    void moveOf(User user) {
        List<BsonDocument> left = owed.of(user.id);
        if (!left.isEmpty()) {
            mails.addAll(left);
            relay.wake();
        }
    }

    private void moveAll() {
        Optional<StoredUser> next = take();
        while (next.isPresent()) {
            mails.addAll(next.get().owedMails());
            owed.remove(next.get());
            relay.wake();
            next = take();
        }
    }

    private Optional<StoredUser> take() {
        Instant now = clock.instant();
        return owed.take(now, now.plus(LEASE));
    }
}
