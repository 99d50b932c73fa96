package dev.latchkey.mail;

import dev.latchkey.settings.Settings;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.Variant;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What mails say, in the language of whoever gets them: in our words, or in those of {@code MAIL_TEMPLATES}. */
@Singleton
public final class MailTexts {
    /** For whoever speaks none of the others. */
    static final String ENGLISH = "en";

    /** Those that {@link MailMessages} has. */
    static final Set<String> LANGUAGES = Set.of(ENGLISH, "de");

    private final MailTemplates templates;
    private final Optional<URI> service;

    @Inject
    MailTexts(Settings.Mail config) {
        this(MailTemplates.read(config.templates().map(Path::of)), config.publicUrl());
    }

    MailTexts(MailTemplates templates, Optional<URI> service) {
        this.templates = templates;
        this.service = service;
    }

    /** The mail in words. The same content gives the same bytes, on any replica and at any time. */
    public MailText render(MailKind kind, MailContent content) {
        String language = languageOf(kind, content.locale());
        MailWords ours = MailWords.of(kind, content, language, messagesIn(language), service);
        MailWords words = templates
                .render(MailPart.SUBJECT, kind, ours)
                .map(subject -> ours.withSubject(oneLine(subject)))
                .orElse(ours);
        return new MailText(
                words.subject(),
                templates.render(MailPart.TEXT, kind, words).orElseGet(() -> layout(words, Variant.TEXT_PLAIN)),
                templates.render(MailPart.HTML, kind, words).orElseGet(() -> layout(words, Variant.TEXT_HTML)));
    }

    /** Without the country: {@code de-AT} is German. */
    private String languageOf(MailKind kind, Locale locale) {
        String language = locale == null ? ENGLISH : locale.getLanguage();
        boolean isSpoken = LANGUAGES.contains(language) || templates.speak(kind, language);
        return isSpoken ? language : ENGLISH;
    }

    /** In a language that only the folder has, English is there for what its texts leave to us. */
    private static MailMessages messagesIn(String language) {
        return language.equals(ENGLISH) || !LANGUAGES.contains(language)
                ? MessageBundles.get(MailMessages.class)
                : MessageBundles.get(MailMessages.class, Localized.Literal.of(language));
    }

    private static String oneLine(String subject) {
        return subject.strip().replaceAll("\\s+", " ");
    }

    private static String layout(MailWords words, String contentType) {
        return Layouts.layout(words)
                .setVariant(Variant.forContentType(contentType))
                .render();
    }

    /** {@code templates/mail}: the build checks that they show only what there is. */
    @CheckedTemplate(basePath = "mail")
    static final class Layouts {
        private Layouts() {}

        static native TemplateInstance layout(MailWords mail);
    }
}
