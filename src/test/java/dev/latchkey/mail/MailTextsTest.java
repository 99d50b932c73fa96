package dev.latchkey.mail;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MailTextsTest {
    private static final URI LINK = URI.create("https://app.example.com/account/recover#token=AbC_-1.x");
    private static final Instant UNTIL = Instant.parse("2026-11-27T21:45:30Z");
    private static final Optional<URI> SERVICE = Optional.of(URI.create("https://auth.example.com"));

    private final MailTexts texts = new MailTexts(MailTemplates.read(Optional.empty()), SERVICE);

    @Inject
    MailTexts injected;

    static Stream<Locale> languages() {
        return MailTexts.LANGUAGES.stream().map(Locale::forLanguageTag);
    }

    private static MailContent content(MailKind kind, String name, Locale locale) {
        Optional<Purpose> purpose = kind.purpose();
        return new MailContent(
                name,
                "ada@example.com",
                locale,
                purpose.map(some -> LINK),
                purpose.filter(Purpose::hasCode).map(some -> "12345678"),
                purpose.map(some -> UNTIL).orElse(null));
    }

    private MailText render(MailKind kind, String language) {
        return texts.render(kind, content(kind, "Ada Lovelace", Locale.forLanguageTag(language)));
    }

    private static List<String> parts(MailText mail) {
        return List.of(mail.subject(), mail.text(), mail.html());
    }

    @Nested
    class Words {

        @Test
        void tellsInPlainText() {
            assertEquals("""
                    Hello Ada Lovelace,

                    Somebody who gave this email address asked for a new password. If it was you, choose one now.

                    Choose a new password:
                    https://app.example.com/account/recover#token=AbC_-1.x

                    Or type in this code where you were asked for it, and nowhere else:
                    1234 5678

                    Link and code work for 1 hour from the request, until 27 November 2026, 21:45 UTC.

                    It wasn't you? Then there is nothing to do: your password stays as it is.

                    This mail was sent for app.example.com.
                    """, render(MailKind.RECOVERY, "en").text());
        }

        @ParameterizedTest
        @EnumSource
        void areThereForEachKindInEachLanguage(MailKind kind) {
            List<MailText> mails = Stream.of("en", "de")
                    .map(language -> render(kind, language))
                    .toList();
            assertNotEquals(mails.get(0).subject(), mails.get(1).subject());
            assertNotEquals(mails.get(0).text(), mails.get(1).text());
            for (MailText mail : mails) {
                assertTrue(mail.text().contains("Ada Lovelace"), mail.text());
                assertTrue(mail.html().contains("Ada Lovelace"), mail.html());
                assertEquals(mail.subject().strip(), mail.subject());
                assertTrue(mail.subject().matches("[\\p{L}\\p{Nd} -]{10,60}"), mail.subject());
                parts(mail).forEach(part -> assertFalse(part.matches("(?s).*(NOT_FOUND|\\{mail|null).*"), part));
            }
        }

        /** What is told of a mail with a link does not stand in one without. */
        @ParameterizedTest
        @EnumSource
        void tellOfALinkWhereThereIsOne(MailKind kind) {
            MailText mail = render(kind, "en");
            boolean link = kind.purpose().isPresent();
            boolean code = kind.purpose().filter(Purpose::hasCode).isPresent();
            for (String part : List.of(mail.text(), mail.html())) {
                assertEquals(link, part.contains(LINK.toString()));
                assertEquals(link, part.contains("until 27 November 2026, 21:45 UTC"));
                assertEquals(code, part.contains("1234 5678"));
                assertEquals(code, part.contains("Link and code work"));
                assertFalse(part.contains("12345678"));
            }
        }

        @ParameterizedTest
        @CsvSource({
            "VERIFICATION, 24 hours, 24 Stunden",
            "RECOVERY, 1 hour, 1 Stunde",
            "EMAIL_CHANGE, 1 hour, 1 Stunde",
            "EMAIL_CHANGE_REQUESTED, 7 days, 7 Tage",
            "EMAIL_CHANGED, 7 days, 7 Tage"
        })
        void tellHowLongALinkHolds(MailKind kind, String english, String german) {
            assertTrue(render(kind, "en").text().contains(english + " from the request"));
            assertTrue(render(kind, "de").text().contains(german + " lang ab der Anfrage, bis 27.11.2026, 21:45 Uhr"));
        }

        @Test
        void nameTheServiceWhereThereIsNoLink() {
            assertTrue(render(MailKind.PASSWORD_CHANGED, "en").text().endsWith("sent for auth.example.com.\n"));
        }

        @Test
        void areThoseOfTheServiceItself() {
            MailContent content = content(MailKind.RECOVERY, "Ada", Locale.ENGLISH);
            assertEquals(texts.render(MailKind.RECOVERY, content), injected.render(MailKind.RECOVERY, content));
        }

        /** Several mails of one kind are a conversation to a mail program, and one that is sent twice is the same. */
        @Test
        void areTheSameWheneverAndWhereverTheyAreMade() {
            List<MailText> here = all();
            Locale locale = Locale.getDefault();
            TimeZone zone = TimeZone.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
                TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
                assertEquals(here, all());
                Locale.setDefault(Locale.forLanguageTag("tr"));
                assertEquals(here, all());
            } finally {
                Locale.setDefault(locale);
                TimeZone.setDefault(zone);
            }
        }

        private List<MailText> all() {
            return languages()
                    .sorted((one, other) -> one.getLanguage().compareTo(other.getLanguage()))
                    .flatMap(language -> Arrays.stream(MailKind.values())
                            .map(kind -> texts.render(kind, content(kind, "Ada", language))))
                    .toList();
        }
    }

    @Nested
    class Language {

        @ParameterizedTest
        @ValueSource(strings = {"de", "de-AT", "de-Latn-DE", "de-CH-1996"})
        void isGermanWhereverItIsSpoken(String tag) {
            assertTrue(render(MailKind.RECOVERY, tag).text().startsWith("Guten Tag Ada Lovelace,"));
            assertTrue(render(MailKind.RECOVERY, tag).html().contains("<html lang=\"de\">"));
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"en", "en-GB", "fr", "x-none", "und", "nl-DE"})
        void isElseEnglish(String tag) {
            Locale locale = tag == null ? null : Locale.forLanguageTag(tag);
            MailText mail = texts.render(MailKind.RECOVERY, content(MailKind.RECOVERY, "Ada", locale));
            assertTrue(mail.text().startsWith("Hello Ada,"));
            assertTrue(mail.html().contains("<html lang=\"en\">"));
        }
    }

    /** Whoever registers somebody else's address can write to it what is in the name. */
    @Nested
    class HostileNames {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Click https://evil.example",
                    "www.evil.example",
                    "evil.example",
                    "x@evil.example",
                    "Ada\r\nBcc: evil.example",
                    "<img src=//evil.example>",
                    "{mail.code} evil.example",
                    "{#include evil.example /}"
                })
        void areInNoPart(String name) {
            for (MailKind kind : MailKind.values()) {
                MailText mail = texts.render(kind, content(kind, name, null));
                assertEquals(texts.render(kind, content(kind, null, null)), mail);
                assertTrue(mail.text().startsWith("Hello,\n"));
                parts(mail).forEach(part -> assertFalse(part.contains("evil"), part));
            }
        }

        @Test
        void areEscapedInHtml() {
            MailText mail = texts.render(MailKind.RECOVERY, content(MailKind.RECOVERY, "Ada O'Brien", null));
            assertTrue(mail.text().contains("Hello Ada O'Brien,"));
            assertTrue(mail.html().contains("Hello Ada O&#39;Brien,"));
        }

        @ParameterizedTest
        @EnumSource
        void putNothingIntoTheSubject(MailKind kind) {
            assertFalse(render(kind, "en").subject().contains("Ada"));
        }
    }

    @Nested
    class Html {
        private static final Pattern ADDRESS = Pattern.compile("(?:href|src|action)=|url\\(|//");

        @ParameterizedTest
        @EnumSource
        void fetchesNothingAndLeadsNowhereElse(MailKind kind) {
            String html = render(kind, "en")
                    .html()
                    .replace("href=\"" + LINK + "\"", "")
                    .replace(LINK.toString(), "");
            assertFalse(ADDRESS.matcher(html).find(), html);
            assertFalse(html.matches("(?s).*<(?:img|script|link|iframe|form|object)\\b.*"), html);
        }

        @ParameterizedTest
        @EnumSource
        void isReadableInTheDarkAndOnAPhone(MailKind kind) {
            String html = render(kind, "de").html();
            assertAll(
                    () -> assertTrue(html.contains("<meta name=\"color-scheme\" content=\"light dark\">")),
                    () -> assertTrue(html.contains("@media (prefers-color-scheme: dark)")),
                    () -> assertTrue(html.contains("<meta name=\"viewport\" content=\"width=device-width")));
        }
    }

    @Nested
    class Overriding {

        @TempDir
        Path folder;

        @Test
        void takesSingleParts() throws IOException {
            write("recovery.de.subject.txt", "Passwort für {mail.host}\n");
            write("recovery.de.html", "<p>{mail.name} <a href=\"{mail.link}\">{mail.button}</a></p>");
            MailText mail = overridden(MailKind.RECOVERY, "Ada O'Brien", "de-AT");
            assertEquals("Passwort für app.example.com", mail.subject());
            assertEquals("<p>Ada O&#39;Brien <a href=\"" + LINK + "\">Neues Passwort wählen</a></p>", mail.html());
            assertTrue(mail.text().startsWith("Guten Tag Ada O'Brien,"));
        }

        @Test
        void leavesOtherKindsAndLanguagesAsTheyAre() throws IOException {
            write("recovery.de.txt", "{mail.link}");
            assertEquals(render(MailKind.RECOVERY, "en"), overridden(MailKind.RECOVERY, "Ada Lovelace", "en"));
            assertEquals(render(MailKind.VERIFICATION, "de"), overridden(MailKind.VERIFICATION, "Ada Lovelace", "de"));
        }

        @Test
        void takesALayoutForAllMailsThatHaveNoTextOfTheirOwn() throws IOException {
            write("layout.html", "<h1>Example Inc.: {mail.subject}</h1>{mail.link}");
            write("recovery.de.subject.txt", "Passwort");
            write("email_change.de.html", "Eigenes {mail.link}");
            assertEquals(
                    "<h1>Example Inc.: Passwort</h1>" + LINK,
                    overridden(MailKind.RECOVERY, "Ada", "de").html());
            assertEquals(
                    "<h1>Example Inc.: Your account was deleted</h1>",
                    overridden(MailKind.USER_DELETED, "Ada", "en").html());
            assertEquals(
                    "Eigenes " + LINK,
                    overridden(MailKind.EMAIL_CHANGE, "Ada", "de").html());
        }

        /** So that a change begins with a copy. */
        @Test
        void takesACopyOfOurLayouts() throws IOException {
            for (String name : List.of("layout.html", "layout.txt")) {
                Files.copy(Path.of("src/main/resources/templates/mail", name), folder.resolve(name));
            }
            for (MailKind kind : MailKind.values()) {
                assertEquals(render(kind, "de"), overridden(kind, "Ada Lovelace", "de"));
            }
        }

        @Test
        void addsALanguage() throws IOException {
            write("recovery.fr.subject.txt", "Nouveau mot de passe");
            write("recovery.fr.txt", "Bonjour{#if mail.name} {mail.name}{/if}, {mail.link}");
            write("recovery.fr.html", "<html lang=\"{mail.language}\">{mail.link}");
            MailText mail = overridden(MailKind.RECOVERY, "Ada", "fr-CA");
            assertEquals("Nouveau mot de passe", mail.subject());
            assertEquals("Bonjour Ada, " + LINK, mail.text());
            assertEquals("<html lang=\"fr\">" + LINK, mail.html());
            assertEquals(
                    "Your account was deleted",
                    overridden(MailKind.USER_DELETED, "Ada", "fr").subject());
        }

        @Test
        void keepsASubjectInOneLine() throws IOException {
            write("recovery.en.subject.txt", "Hello\r\nBcc: {mail.name}\n\n");
            assertEquals(
                    "Hello Bcc: Ada", overridden(MailKind.RECOVERY, "Ada", "en").subject());
        }

        private void write(String name, String text) throws IOException {
            Files.writeString(folder.resolve(name), text);
        }

        private MailText overridden(MailKind kind, String name, String tag) {
            return new MailTexts(MailTemplates.read(Optional.of(folder)), SERVICE)
                    .render(kind, content(kind, name, Locale.forLanguageTag(tag)));
        }
    }
}
