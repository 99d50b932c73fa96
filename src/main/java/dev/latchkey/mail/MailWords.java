package dev.latchkey.mail;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a template can show, in words of one language. Nothing of a user's is in it but the name, and nothing of a request.
 *
 * @param language of the words, such as {@code de}
 * @param subject one line
 * @param greeting with the name, if it is shown
 * @param name as {@link ShownName} has it
 * @param reason what happened, who asked for it, and what to do
 * @param button what the link does
 * @param link empty if there is none; so are those that belong to it
 * @param host the link's, or the service's; empty if neither is known
 * @param code in groups of four digits; empty if there is none
 * @param until when the link ends
 */
record MailWords(
        String language,
        String subject,
        String greeting,
        String name,
        String reason,
        String button,
        String linkHint,
        String link,
        String host,
        String codeHint,
        String code,
        String validity,
        String until,
        String advice,
        String sender) {

    /**
     * Those of a mail.
     *
     * @param service where it is reached: named in a mail that has no link
     */
    static MailWords of(
            MailKind kind, MailContent content, String language, MailMessages messages, Optional<URI> service) {
        String name = ShownName.of(content.name());
        String link = content.link().map(URI::toString).orElse("");
        String host = content.link().or(() -> service).map(URI::getHost).orElse("");
        String code = content.code().map(MailWords::grouped).orElse("");
        String until = link.isEmpty() ? "" : until(content.until(), messages);
        String lifetime = kind.purpose()
                .map(purpose -> inWords(purpose.lifetime(), messages))
                .orElse("");
        return new MailWords(
                language,
                messages.subject(kind),
                messages.greeting(name),
                name,
                messages.reason(kind),
                messages.button(kind),
                messages.linkHint(),
                link,
                host,
                messages.codeHint(),
                code,
                messages.validity(!code.isEmpty(), lifetime, until),
                until,
                messages.advice(kind),
                host.isEmpty() ? "" : messages.sender(host));
    }

    private static String grouped(String code) {
        return code.replaceAll("(\\d{4})(?=\\d)", "$1 ");
    }

    /** Days where they are more than one: 24 hours are told as such. */
    private static String inWords(Duration lifetime, MailMessages messages) {
        return lifetime.toDays() > 1 ? messages.days(lifetime.toDays()) : messages.hours(lifetime.toHours());
    }

    /** In a time zone that is named: the reader's is not known. */
    private static String until(Instant until, MailMessages messages) {
        return DateTimeFormatter.ofPattern(messages.dateFormat(), Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(until);
    }

    /** The same under another subject. */
    MailWords withSubject(String other) {
        return new MailWords(
                language, other, greeting, name, reason, button, linkHint, link, host, codeHint, code, validity, until,
                advice, sender);
    }

    /** By the names that templates use. */
    Map<String, String> byName() {
        return Map.ofEntries(
                Map.entry("language", language),
                Map.entry("subject", subject),
                Map.entry("greeting", greeting),
                Map.entry("name", name),
                Map.entry("reason", reason),
                Map.entry("button", button),
                Map.entry("linkHint", linkHint),
                Map.entry("link", link),
                Map.entry("host", host),
                Map.entry("codeHint", codeHint),
                Map.entry("code", code),
                Map.entry("validity", validity),
                Map.entry("until", until),
                Map.entry("advice", advice),
                Map.entry("sender", sender));
    }

    /** Keeps link and code out of logs and messages. */
    @Override
    public String toString() {
        return "MailWords[not shown]";
    }
}
