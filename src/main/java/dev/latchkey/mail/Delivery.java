package dev.latchkey.mail;

import java.util.concurrent.CompletionStage;

/** The way out for mails: to a mail server, or to memory where none is to be sent. */
interface Delivery {

    /** Whether there is one at all. */
    boolean isOpen();

    /** Delivers a mail, within 45 seconds; fails with {@link RefusedMailException} if the server answers that it does not take it. */
    CompletionStage<Void> deliver(Mail mail, MailText text);
}
