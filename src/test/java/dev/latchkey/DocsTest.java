package dev.latchkey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents refer to exists. */
class DocsTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]*[a-z](?:Test|IT|Bench))`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @Test
    void namesTestsThatThereAre() throws IOException {
        Set<String> there = files("src/test/java")
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        assertEquals(
                List.of(),
                documents()
                        .flatMap(document -> TEST.matcher(read(document)).results())
                        .map(test -> test.group(1))
                        .filter(test -> !there.contains(test))
                        .toList());
    }

    @Test
    void linksToWhatThereIs() throws IOException {
        assertEquals(
                List.of(),
                documents()
                        .flatMap(document -> LINK.matcher(read(document))
                                .results()
                                .filter(link -> !leadsSomewhere(document, link))
                                .map(link -> document + ": " + link.group()))
                        .toList());
    }

    private static boolean leadsSomewhere(Path document, MatchResult link) {
        Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
        return Files.exists(target) && (link.group(2) == null || anchors(target).contains(link.group(2)));
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path document) {
        return HEADING.matcher(read(document))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static Stream<Path> documents() throws IOException {
        return Stream.of(files("docs"), files("src/main/webui"), Files.list(Path.of(".")))
                .flatMap(files -> files)
                .map(Path::normalize)
                .filter(file -> file.toString().endsWith(".md")
                        && !file.toString().contains("node_modules")
                        && !file.startsWith("docs/verifying/python/target"));
    }

    private static Stream<Path> files(String folder) throws IOException {
        return Files.walk(Path.of(folder)).filter(Files::isRegularFile);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
