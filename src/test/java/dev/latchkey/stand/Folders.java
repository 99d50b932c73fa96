package dev.latchkey.stand;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the suite leaves what its servers write. */
public final class Folders {
    private static final Path ROOT = Path.of("target", "faults").toAbsolutePath();

    private Folders() {}

    public static File of(String name) {
        try {
            return Files.createDirectories(ROOT.resolve(name)).toFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty one, for a server to keep its data in. */
    public static File ofData(String name) {
        try {
            return Files.createTempDirectory(of("data").toPath(), name).toFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
