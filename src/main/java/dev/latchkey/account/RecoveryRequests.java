package dev.latchkey.account;

import dev.latchkey.error.AuthException;
import dev.latchkey.mail.MailSecrets;
import dev.latchkey.mail.Outbox;
import dev.latchkey.mail.Purpose;
import dev.latchkey.mongo.Watch;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes requests for recovery, and sends mails to those of whom there is a user: later, on a thread of its own. So a
 * request does the same whether there is one or not.
 */
@Singleton
public final class RecoveryRequests {
    /** Longer than a look takes. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final RecoveryRequestStore requests;
    private final EmailOwners owners;
    private final PendingClaims claims;
    private final Outbox outbox;
    private final MailSecrets secrets;
    private final Clock clock;
    private final Watch watch = new Watch("recovery requests", this::handleAll);

    RecoveryRequests(
            RecoveryRequestStore requests,
            EmailOwners owners,
            PendingClaims claims,
            Outbox outbox,
            MailSecrets secrets,
            Clock clock) {
        this.requests = requests;
        this.owners = owners;
        this.claims = claims;
        this.outbox = outbox;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Begins to look at requests if mails are sent, and makes what that rests on; may be repeated. */
    public void start() {
        if (outbox.isOpen()) {
            requests.prepare();
            watch.start();
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        watch.stop();
    }

    /** Takes a request; returns the flow of the code that is sent if there is such a user. */
    public String add(String email, String locale) {
        Instant now = clock.instant();
        String id = MailSecrets.newId();
        Instant end = now.plus(Purpose.RECOVERY.lifetime());
        requests.persist(new RecoveryRequest(id, CanonicalEmail.of(email), locale, now, end, now, null));
        watch.wake();
        return secrets.flowOfNobody(Purpose.RECOVERY, id);
    }

    private void handleAll() {
        Optional<RecoveryRequest> next = take();
        while (next.isPresent()) {
            handle(next.get());
            next = take();
        }
    }

    private Optional<RecoveryRequest> take() {
        Instant now = clock.instant();
        return requests.take(now, now.plus(LEASE));
    }

    private void handle(RecoveryRequest request) {
        owners.find(request.email()).filter(user -> !user.isBeingDeleted()).ifPresent(user -> send(user, request));
        requests.done(request);
    }

    /** A user who is deleted meanwhile gets none. Whose it is comes first: a code may be back at once. */
    private void send(User user, RecoveryRequest request) {
        requests.isOf(request, user);
        try {
            claims.sendRecovery(user, request.id(), request.locale(), request.createdAt());
        } catch (AuthException e) {
            if (e.error().status() >= 500) {
                throw e;
            }
        }
    }
}
