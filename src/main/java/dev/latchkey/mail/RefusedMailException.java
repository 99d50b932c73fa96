package dev.latchkey.mail;

/** A mail server does not take a mail, and says so. */
final class RefusedMailException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * RFC 5321 section 4.2.3: of this mailbox, or this mail. All others may be about the server, such as a password that
     * is wrong, and are tried again.
     */
    /** What a server would say of an address that the client can't even write. */
    static final int NO_ADDRESS = 553;

    private static final int FIRST_FINAL = 550;

    private static final int LAST_FINAL = 553;

    private final int reply;

    /** @param reply the code alone: what else a server says may hold the address */
    RefusedMailException(int reply) {
        super("the mail server answers " + reply, null, false, false);
        this.reply = reply;
    }

    /** Whether it is of no use to try again. */
    boolean isFinal() {
        return reply >= FIRST_FINAL && reply <= LAST_FINAL;
    }
}
