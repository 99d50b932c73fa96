package dev.latchkey;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Read in five minutes. */
class ReadmeTest {
    private static final int MOST_WORDS = 1_100;

    @Test
    void isShort() throws IOException {
        int words = Files.readString(Path.of("README.md")).split("\\s+").length;

        assertTrue(words <= MOST_WORDS, () -> "README.md has " + words + " words, and " + MOST_WORDS + " at most");
    }
}
