package dev.latchkey.mail;

import java.time.Instant;

/**
 * What a mail's token says: for what, for whom, until when, and to which address it was sent. The token and the code
 * follow from it and a key, so neither has to be stored.
 *
 * @param userId    24 hex digits
 * @param id        22 characters of base64url, which MongoDB holds while the claim may be used
 * @param address   a digest of the address in its canonical form, see {@link MailSecrets#digestOf}
 * @param expiresAt in whole seconds
 */
public record MailClaim(Purpose purpose, String userId, String id, String address, Instant expiresAt) {

    /** Keeps the digest of the address out of logs and messages. */
    @Override
    public String toString() {
        return "MailClaim[not shown]";
    }
}
