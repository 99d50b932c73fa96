package dev.latchkey.k8s;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the documentation and the settings of the service say, for the manifests to be held against. */
final class Documentation {
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Z0-9_]+)`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    private Documentation() {}

    /** The names in the first column of the table of settings. */
    static Set<String> settings() {
        return settingRows()
                .flatMap(row -> NAME.matcher(row.split("\\|")[1]).results().map(result -> result.group(1)))
                .collect(toCollection(TreeSet::new));
    }

    /** The default in that table. */
    static String defaultOf(String setting) {
        return settingRows()
                .filter(row -> row.startsWith("| `" + setting + "` "))
                .map(row -> row.split("\\|")[2].strip().replace("`", ""))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a start in production fails without it. */
    static boolean hasNoDefault(String setting) {
        return settingRows()
                .anyMatch(row -> row.split("\\|")[1].contains("`" + setting + "`")
                        && row.split("\\|")[2].contains("none in production"));
    }

    /** As GitHub makes them of headings. */
    static Set<String> anchors(Path page) {
        return HEADING.matcher(text(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(toCollection(TreeSet::new));
    }

    /** How long a request that is under way may take to finish, once no new ones are taken. */
    static Duration drain() {
        Matcher timeout = Pattern.compile("(?m)^quarkus\\.shutdown\\.timeout=(\\d+)s$")
                .matcher(text(Path.of("src", "main", "resources", "application.properties")));
        if (!timeout.find()) {
            throw new IllegalStateException("no quarkus.shutdown.timeout in application.properties");
        }
        return Duration.ofSeconds(Long.parseLong(timeout.group(1)));
    }

    /** What a section of a page has for bash. */
    static String commands(Path page, String heading) {
        String section = text(page)
                .split("(?m)^## " + Pattern.quote(heading) + "$", -1)[1]
                .split("(?m)^## ", 2)[0];
        return Pattern.compile("(?ms)^```bash$(.*?)^```$")
                .matcher(section)
                .results()
                .map(block -> block.group(1))
                .collect(joining());
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> settingRows() {
        return text(Path.of("docs", "settings.md")).lines().filter(line -> line.startsWith("| `"));
    }
}
