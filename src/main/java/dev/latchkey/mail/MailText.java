package dev.latchkey.mail;

/**
 * A mail in words.
 *
 * @param subject one line
 * @param text as plain text, its lines ended by {@code \n}
 * @param html the same as a document of HTML
 */
public record MailText(String subject, String text, String html) {

    /** Keeps link and code out of logs and messages. */
    @Override
    public String toString() {
        return "MailText[not shown]";
    }
}
