package dev.latchkey.signin.recovery;

import dev.latchkey.account.MailProofs;
import dev.latchkey.account.Proven;
import dev.latchkey.account.ProvenChanges;
import dev.latchkey.account.RecoveryRequests;
import dev.latchkey.account.Reset;
import dev.latchkey.client.ClientInfo;
import dev.latchkey.mail.Outbox;
import dev.latchkey.mail.Purpose;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import jakarta.inject.Singleton;

/** Lets users in again who forgot their password: by a mail to the address that they have. */
@Singleton
public final class PasswordRecovery {
    private final Outbox outbox;
    private final Throttle throttle;
    private final RecoveryRequests requests;
    private final MailProofs proofs;
    private final ProvenChanges changes;
    private final AccountReset resets;
    private final AuthEvents events;

    public PasswordRecovery(
            Outbox outbox,
            Throttle throttle,
            RecoveryRequests requests,
            MailProofs proofs,
            ProvenChanges changes,
            AccountReset resets,
            AuthEvents events) {
        this.outbox = outbox;
        this.throttle = throttle;
        this.requests = requests;
        this.proofs = proofs;
        this.changes = changes;
        this.resets = resets;
        this.events = events;
    }

    /**
     * Has a mail sent to this address if a user has it, and does the same if none has; {@code too_many_requests} by the
     * client's address only. Returns the flow of the code.
     */
    Flow ask(RecoveryAsked request, ClientInfo client) {
        outbox.requireOpen();
        throttle.count(Limited.MAIL_PER_ADDRESS, client.address().network());
        Flow flow = new Flow(requests.add(request.email(), request.canonicalLocale()));
        events.recoveryRequested();
        return flow;
    }

    /**
     * Sets the password, and ends every session; {@code invalid_token}, {@code weak_password}. The address is shown to be
     * the user's by that. What ended with {@code unavailable} can be repeated, with this password or another.
     */
    void confirm(RecoveryConfirmed request) {
        outbox.requireOpen();
        Proven proven = proofs.prove(Purpose.RECOVERY, request.proof());
        Reset reset = changes.resetPassword(proven, request.password());
        resets.finish(reset);
        events.passwordReset(reset.user().idAsText());
    }
}
