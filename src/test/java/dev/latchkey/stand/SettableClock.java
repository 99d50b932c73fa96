package dev.latchkey.stand;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The clock of one process, which a test can put ahead of the machine's, or behind. Needs a C compiler. */
public final class SettableClock {
    private static final Path SOURCE = Path.of("src", "test", "c", "clock.c");

    private final File library;
    private final Path file;

    private SettableClock(File library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** One that agrees with the machine's. Skips the test if there is no compiler. */
    public static SettableClock create() {
        Programs.require("gcc", "gcc libc6-dev");
        File folder = Folders.ofData("clock");
        SettableClock clock =
                new SettableClock(new File(folder, "clock.so"), folder.toPath().resolve("ahead"));
        clock.compile();
        clock.set(Duration.ZERO);
        return clock;
    }

    private void compile() {
        try {
            int exitCode = new ProcessBuilder(
                            "gcc", "-shared", "-fPIC", "-O2", "-o", library.toString(), SOURCE.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("gcc ended with " + exitCode);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How far it is ahead of the machine's from now on; negative if behind. In whole seconds. */
    public void set(Duration ahead) {
        try {
            Files.writeString(file, Long.toString(ahead.toSeconds()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a process that has it for its clock is started with. */
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "CLOCK_FILE", file.toString());
    }
}
