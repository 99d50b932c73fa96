package dev.latchkey.stand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** What Maven makes the service of, for a run of its own beside the one that tests. */
public final class ProjectCopy {
    private static final List<String> PARTS = List.of("pom.xml", "mvnw", ".mvn", "src/main");

    private ProjectCopy() {}

    /** Copies the sources. */
    public static void into(Path folder) {
        PARTS.forEach(part -> copy(Path.of(part), folder));
    }

    /** Copies the sources, and what this build has compiled. */
    public static void compiledInto(Path folder) {
        into(folder);
        copy(Path.of("target", "classes"), folder);
    }

    private static void copy(Path part, Path folder) {
        try (Stream<Path> files = Files.walk(part)) {
            files.filter(file -> !file.toString().contains("node_modules")).forEach(file -> copyOne(file, folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyOne(Path file, Path folder) {
        try {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
