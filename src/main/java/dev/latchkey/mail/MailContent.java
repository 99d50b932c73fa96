package dev.latchkey.mail;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What a mail is to tell, whatever its words.
 *
 * @param name the user's, as stored: nobody has checked it; null if there is none
 * @param to the address that the mail goes to
 * @param locale the user's; null if the user has chosen none
 * @param link where to go on, with its token; empty in a notice of what can't be undone
 * @param code the digits that do the same as the link
 * @param until when link and code end; null without a link
 */
public record MailContent(
        String name, String to, Locale locale, Optional<URI> link, Optional<String> code, Instant until) {

    /** Keeps link and code out of logs and messages. */
    @Override
    public String toString() {
        return "MailContent[not shown]";
    }
}
