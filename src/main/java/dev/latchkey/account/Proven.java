package dev.latchkey.account;

import dev.latchkey.mail.MailClaim;

/** A claim that came back by somebody who has got the mail, and the user whom it is about. */
public record Proven(User user, MailClaim claim) {

    PendingClaim pending() {
        return user.usable(claim.purpose())
                .filter(known -> known.id().equals(claim.id()))
                .findFirst()
                .orElseThrow();
    }
}
