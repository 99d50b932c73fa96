package dev.latchkey.mail;

import jakarta.inject.Singleton;

/** What mails say, in the language of whoever gets them. */
@Singleton
public final class MailTexts {

    /** The mail in words. The same content gives the same bytes, on any replica and at any time. */
    public MailText render(MailKind kind, MailContent content) {
        String text = kind.label() + content.link().map(link -> "\n" + link).orElse("")
                + content.code().map(code -> "\n" + code).orElse("") + "\n";
        return new MailText(kind.label(), text, "<!doctype html><pre>" + text + "</pre>");
    }
}
