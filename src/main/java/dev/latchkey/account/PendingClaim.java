package dev.latchkey.account;

import dev.latchkey.mail.MailClaim;
import dev.latchkey.mail.MailSecrets;
import dev.latchkey.mail.Purpose;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A claim that was sent by mail, as the user's document holds it: without anything that would open it.
 *
 * @param id        see {@link MailClaim}
 * @param expiresAt in whole seconds
 * @param email     the address that it was sent to
 * @param before    the one whose place it took, which may be used as long as it lasts: whoever asks again, and need not
 *                  be the user, makes no mail useless that has arrived; null if there is none
 * @param verified  whether the address had been shown to be the user's by then; null is no
 */
@RegisterForReflection
public record PendingClaim(String id, Instant expiresAt, String email, PendingClaim before, Boolean verified) {

    /** A new one. */
    static PendingClaim of(Purpose purpose, String email, Instant now) {
        Instant end = Instant.ofEpochSecond(now.plus(purpose.lifetime()).getEpochSecond());
        return new PendingClaim(MailSecrets.newId(), end, email, null, null);
    }

    /** The way back to a user's email, as it is. */
    static PendingClaim undo(User user, Instant now) {
        PendingClaim undo = of(Purpose.EMAIL_UNDO, user.email, now);
        return new PendingClaim(undo.id, undo.expiresAt, undo.email, null, user.hasVerifiedEmail());
    }

    /** This one in the place of another, which was sent to the same address. */
    PendingClaim after(PendingClaim other) {
        return new PendingClaim(id, expiresAt, email, other.alone(), verified);
    }

    /** This one, and the one before it. */
    Stream<PendingClaim> all() {
        return Stream.concat(Stream.of(alone()), Stream.ofNullable(before));
    }

    private PendingClaim alone() {
        return new PendingClaim(id, expiresAt, email, null, verified);
    }

    boolean isOfAVerifiedEmail() {
        return Boolean.TRUE.equals(verified);
    }

    MailClaim claim(Purpose purpose, User user) {
        return new MailClaim(purpose, user.idAsText(), id, digest(), expiresAt);
    }

    /** Whether it may be sent once more: to this address, and with half of its time left at least. */
    boolean canBeSentAgain(Purpose purpose, String to, Instant now) {
        return isOf(to) && now.plus(purpose.lifetime().dividedBy(2)).isBefore(expiresAt);
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** Whether it was sent to this address, in this very spelling: others of one canonical form may be other mailboxes. */
    boolean isOf(String address) {
        return email.equals(address);
    }

    private String digest() {
        return MailSecrets.digestOf(CanonicalEmail.of(email));
    }

    /** Keeps the email out of logs and messages. */
    @Override
    public String toString() {
        return "PendingClaim[not shown]";
    }
}
