package dev.latchkey.stand;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of this machine. */
public final class Programs {
    private Programs() {}

    /** Skips the test if a program is not on the PATH; in continuous integration that is a failure. */
    public static void require(String name, String debianPackage) {
        boolean installed = find(name).isPresent();
        String remedy = name + " is not on the PATH: install it, on Debian with apt-get install " + debianPackage;
        assertTrue(installed || !"true".equals(System.getenv("CI")), remedy);
        assumeTrue(installed, remedy);
    }

    /** Skips the test if a program is not on the PATH, in continuous integration, too. */
    public static void skipWithout(String name) {
        assumeTrue(find(name).isPresent(), name + " is not on the PATH");
    }

    /** A program of the PATH. */
    public static Optional<File> find(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }
}
