package dev.latchkey.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of the machine that measures something and prints it. */
final class Command {

    private Command() {}

    /** Runs it to its end; returns all that it printed. */
    static String run(String... words) {
        return run(List.of(words));
    }

    static String run(List<String> words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(words.get(0) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(words.get(0) + " is needed for the benchmark", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last number in the output that the pattern's group finds. */
    static double number(String output, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        String found = null;
        while (matcher.find()) {
            found = matcher.group(1);
        }
        if (found == null) {
            throw new IllegalStateException("no " + pattern + " in: " + output);
        }
        return Double.parseDouble(found);
    }
}
