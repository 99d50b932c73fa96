package dev.latchkey.mail;

/**
 * To whom a mail goes.
 *
 * @param name   as the user gave it
 * @param email  as it was given
 * @param locale a language tag; null if the user has chosen none
 * @param digest of the address, see {@link MailSecrets#digestOf}
 */
public record Recipient(String name, String email, String locale, String digest) {

    /** Keeps the address out of logs and messages. */
    @Override
    public String toString() {
        return "Recipient[not shown]";
    }
}
