package dev.latchkey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing depends on the locale of the machine. The build forbids the methods of the JDK that do (forbiddenapis); the
 * logger's it does not know. What replicas in other places make of each other's keys is shown by the failure suite.
 */
class LocaleTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern LOCALIZED = Pattern.compile("%[-#+0,(<]*\\d*(\\.\\d+)?[dfeEgGaAtT]\\w*");

    @Test
    void logsNoNumberInTheDigitsOfTheLocale() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> found = files.filter(Files::isRegularFile)
                    .flatMap(LocaleTest::lines)
                    .filter(line -> LOCALIZED.matcher(line).find())
                    .toList();
            assertEquals(List.of(), found, "use %s");
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
