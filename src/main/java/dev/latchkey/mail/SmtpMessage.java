package dev.latchkey.mail;

import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailMessage;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/**
 * A mail as a mail server gets it: with the same bytes each time, so that one which is sent twice, after a crash, can be
 * known for a duplicate. The library would make a new boundary for each, so the two parts are put together here.
 */
final class SmtpMessage {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(76, new byte[] {'\n'});

    private SmtpMessage() {}

    /** @param host the right side of the Message-ID (RFC 5322 section 3.6.4) */
    static MailMessage of(Mail mail, MailText text, String from, String host) {
        String boundary = "latchkey-" + mail.id();
        MailMessage message = new MailMessage()
                .setFrom(from)
                // In brackets, or the client would take name<a@b.example> for a name and another address.
                .setTo("<" + mail.to() + ">")
                .setSubject(text.subject())
                .setText(part(boundary, "plain", text.text()) + part(boundary, "html", text.html()) + "--" + boundary
                        + "--\n");
        return message.setHeaders(MultiMap.caseInsensitiveMultiMap()
                .set("Message-ID", "<" + mail.id() + "@" + host + ">")
                .set("Date", DATE.format(mail.createdAt().atOffset(ZoneOffset.UTC)))
                // RFC 3834 section 5: nobody who is away answers.
                .set("Auto-Submitted", "auto-generated")
                .set("Content-Type", "multipart/alternative; boundary=\"" + boundary + "\""));
    }

    private static String part(String boundary, String type, String text) {
        return "--" + boundary + "\n"
                + "Content-Type: text/" + type + "; charset=utf-8\n"
                + "Content-Transfer-Encoding: base64\n\n"
                + LINES.encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "\n";
    }
}
