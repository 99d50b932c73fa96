package dev.latchkey.mail;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes each mail that takes a text from the folder, with sample words, so that a text fails at the start and not when a
 * user waits for it.
 */
final class MailTemplatesCheck {
    private static final String LINK = "https://auth.example.com/account/recover#token=sample";

    private final MailTemplates templates;

    MailTemplatesCheck(MailTemplates templates) {
        this.templates = templates;
    }

    /** Throws an exception that tells in one line what is wrong, and in which file. */
    void run() {
        List<String> languages = Stream.concat(MailTexts.LANGUAGES.stream(), templates.languages())
                .distinct()
                .sorted()
                .toList();
        for (MailKind kind : MailKind.values()) {
            for (String language : languages) {
                checkCompleteness(kind, language);
                checkWords(kind, sample(kind, language, "Ada Lovelace", "1234 5678"));
                checkWords(kind, sample(kind, language, "", ""));
            }
        }
    }

    /** For a language that is not ours there is nothing to take in place of what lacks. */
    private void checkCompleteness(MailKind kind, String language) {
        boolean isOurs = MailTexts.LANGUAGES.contains(language) || !templates.speak(kind, language);
        for (MailPart part : MailPart.values()) {
            if (!isOurs && !templates.have(part, kind, language)) {
                throw new IllegalArgumentException(kind.label() + "." + language + "." + part.ending() + " is missing");
            }
        }
    }

    private void checkWords(MailKind kind, MailWords words) {
        for (MailPart part : MailPart.values()) {
            templates.render(part, kind, words).ifPresent(text -> {
                String name = templates.nameOf(part, kind, words.language()).orElseThrow();
                if (text.isBlank()) {
                    throw new IllegalArgumentException(name + " says nothing");
                }
                if (part != MailPart.SUBJECT && !text.contains(words.link())) {
                    throw new IllegalArgumentException(name + " lacks {mail.link}");
                }
            });
        }
    }

    private static MailWords sample(MailKind kind, String language, String name, String code) {
        Optional<Purpose> purpose = kind.purpose();
        return new MailWords(
                language,
                "Subject",
                "Hello,",
                name,
                "Reason.",
                "Button",
                "Copy the link:",
                purpose.map(some -> LINK).orElse(""),
                purpose.map(some -> "auth.example.com").orElse(""),
                "Type the code:",
                purpose.filter(Purpose::hasCode).map(some -> code).orElse(""),
                "For an hour.",
                purpose.map(some -> "noon").orElse(""),
                "Advice.",
                purpose.map(some -> "Sender.").orElse(""));
    }
}
