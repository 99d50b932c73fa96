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
        String remedy = name + " is not on the PATH: install it, on Debian with apt-get install " + debianPackage;
        require(find(name).isPresent(), remedy);
    }

    /** The same of a file that another build has to make. */
    public static void requireFile(File file, String remedy) {
        require(file.exists(), file + " is missing: " + remedy);
    }

    private static void require(boolean there, String remedy) {
        assertTrue(there || !"true".equals(System.getenv("CI")), remedy);
        assumeTrue(there, remedy);
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
