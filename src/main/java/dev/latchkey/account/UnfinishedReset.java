package dev.latchkey.account;

import dev.latchkey.mail.Purpose;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * That a claim was used to take the account back, and whoever did it has to end all sessions. Until that is done the claim
 * may be used again, but by one at a time.
 *
 * @param purpose    the name of the {@link Purpose}
 * @param lease      of whoever is at it; no two are the same
 * @param leaseUntil after this somebody else may go on with it
 */
@RegisterForReflection
public record UnfinishedReset(String purpose, PendingClaim claim, String lease, Instant leaseUntil) {

    boolean isFor(Purpose other) {
        return other.name().equals(purpose);
    }
}
