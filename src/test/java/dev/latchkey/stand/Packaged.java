package dev.latchkey.stand;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The service as the build has made it: a native binary after {@code -Dnative}, else a JAR. */
public final class Packaged {
    private static final Path TARGET = Path.of("target");

    /** What the build says that it has made. */
    private static final Path ARTIFACT = TARGET.resolve("quarkus-artifact.properties");

    private Packaged() {}

    /**
     * The command that starts it, from whatever folder.
     *
     * @param jvm options of a JVM; a binary is given those that it knows, too: the size of the heap, and system properties
     */
    public static List<String> command(List<String> jvm) {
        String program =
                TARGET.resolve(artifact().getProperty("path")).toAbsolutePath().toString();
        return isBinary() ? commandOfBinary(program, jvm) : commandOfJar(program, jvm);
    }

    public static boolean isBinary() {
        return "native".equals(artifact().getProperty("type"));
    }

    /** The same, of a JAR. */
    public static List<String> commandOfJar(String jar, List<String> jvm) {
        List<String> command = new ArrayList<>(List.of("java"));
        command.addAll(jvm);
        command.addAll(List.of("-jar", jar));
        return command;
    }

    /** The same, of a native binary. */
    public static List<String> commandOfBinary(String program, List<String> jvm) {
        List<String> command = new ArrayList<>(List.of(program));
        jvm.stream().filter(option -> !option.startsWith("-XX:")).forEach(command::add);
        return command;
    }

    private static Properties artifact() {
        try (Reader file = Files.newBufferedReader(ARTIFACT, StandardCharsets.ISO_8859_1)) {
            Properties artifact = new Properties();
            artifact.load(file);
            return artifact;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
