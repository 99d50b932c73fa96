package dev.latchkey.mail;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The texts of the folder {@code MAIL_TEMPLATES}, which take the place of ours: {@code recovery.de.subject.txt},
 * {@code recovery.de.txt} and {@code recovery.de.html} for one mail, {@code layout.txt} and {@code layout.html} for all
 * others. Read once, at the start.
 */
public final class MailTemplates {
    private static final Pattern NAME = Pattern.compile("layout\\.(?:txt|html)|(?:"
            + Arrays.stream(MailKind.values()).map(MailKind::label).collect(Collectors.joining("|"))
            + ")\\.(?<language>[a-z]{2,3})\\.(?:subject\\.txt|txt|html)");

    /** Of its own: settings are checked before Quarkus, and its engine, are there. */
    private final Engine engine = Engine.builder()
            .addDefaults()
            .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
            .build();

    private final Map<String, Template> byName = new TreeMap<>();

    private MailTemplates() {}

    /**
     * Reads a folder, and tries all that is in it.
     *
     * @param folder empty if all texts are ours
     * @throws IllegalArgumentException says in one line which file is wrong, and how
     */
    public static MailTemplates read(Optional<Path> folder) {
        MailTemplates templates = new MailTemplates();
        try {
            folder.ifPresent(templates::addAll);
        } catch (TemplateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return templates;
    }

    /** The part of a mail in the folder's words; empty if ours are to be taken. */
    Optional<String> render(MailPart part, MailKind kind, MailWords words) {
        return nameOf(part, kind, words.language())
                .map(byName::get)
                .map(template -> template.data("mail", words.byName()).render());
    }

    /** The file that a part is taken from. */
    Optional<String> nameOf(MailPart part, MailKind kind, String language) {
        return Stream.of(ownName(part, kind, language), "layout." + part.ending())
                .filter(byName::containsKey)
                .findFirst();
    }

    /** Whether a mail has a file of its own for this part. */
    boolean have(MailPart part, MailKind kind, String language) {
        return byName.containsKey(ownName(part, kind, language));
    }

    /** Whether there are files for a kind in this language. */
    boolean speak(MailKind kind, String language) {
        return have(MailPart.SUBJECT, kind, language)
                || have(MailPart.TEXT, kind, language)
                || have(MailPart.HTML, kind, language);
    }

    /** All languages that there are files for. */
    Stream<String> languages() {
        return byName.keySet().stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .map(name -> name.group("language"))
                .filter(Objects::nonNull)
                .distinct();
    }

    private static String ownName(MailPart part, MailKind kind, String language) {
        return kind.label() + "." + language + "." + part.ending();
    }

    private void addAll(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(MailTemplates::isMeant).sorted().forEach(this::add);
        } catch (IOException e) {
            throw new IllegalArgumentException("the folder can't be read", e);
        }
        new MailTemplatesCheck(this).run();
    }

    /** Editors and Kubernetes leave others there, whose names begin with a dot. */
    private static boolean isMeant(Path file) {
        return !file.getFileName().toString().startsWith(".") && Files.isRegularFile(file);
    }

    private void add(Path file) {
        String name = file.getFileName().toString();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(name + " is the name of no text");
        }
        byName.put(name, engine.parse(contentOf(file), variantOf(name), name));
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file.getFileName() + " can't be read as UTF-8", e);
        }
    }

    private static Variant variantOf(String name) {
        return Variant.forContentType(name.endsWith(".html") ? Variant.TEXT_HTML : Variant.TEXT_PLAIN);
    }
}
