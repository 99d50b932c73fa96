package dev.latchkey.mail;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * The words of mails: {@code messages/mail_en.properties}, and a file for each other language. The build checks that none
 * lacks a kind.
 */
@MessageBundle(value = "mail", locale = MailTexts.ENGLISH)
public interface MailMessages {

    @Message
    String subject(MailKind kind);

    /** @param name empty if none is shown */
    @Message
    String greeting(String name);

    /** What happened, who asked for it, and what to do. */
    @Message
    String reason(MailKind kind);

    /** What the link does. */
    @Message
    String button(MailKind kind);

    @Message
    String linkHint();

    @Message
    String codeHint();

    /** @param code whether there is one beside the link */
    @Message
    String validity(boolean code, String lifetime, String until);

    @Message
    String hours(long hours);

    @Message
    String days(long days);

    /** A pattern of {@link java.time.format.DateTimeFormatter}; only English has names of months. */
    @Message
    String dateFormat();

    /** What to do if it was somebody else. */
    @Message
    String advice(MailKind kind);

    @Message
    String sender(String host);
}
