package dev.latchkey.stand;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The clock of one process, which a test can put ahead of the machine's, or behind. Needs a C compiler. */
public final class SettableClock {
    private static final Path SOURCE = Path.of("src", "test", "c", "clock.c");

    private final File library;
    private final Path file;
    private volatile Duration ahead = Duration.ZERO;

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
            Path next = Files.writeString(file.resolveSibling("next"), Long.toString(ahead.toSeconds()));
            // In one step: a process that reads half of it would be back at the machine's time.
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            this.ahead = ahead;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets time pass for whoever has it. */
    public void advance(Duration by) {
        set(ahead.plus(by));
    }

    /** What it says. */
    public Instant now() {
        return Instant.now().plus(ahead);
    }

    /** What a process that has it for its clock is started with. */
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "CLOCK_FILE", file.toString());
    }
}
