package dev.latchkey.stand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A file of the documentation, to be used with other texts in place of some. */
record DocumentedFile(Path path, String text) {

    static DocumentedFile read(Path path) {
        try {
            return new DocumentedFile(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param changes all of these texts have to be there */
    DocumentedFile with(Map<String, String> changes) {
        for (String old : changes.keySet()) {
            if (!text.contains(old)) {
                throw new IllegalStateException(path + " no longer has: " + old);
            }
        }
        return withAny(changes);
    }

    /** @param changes of the texts that are there */
    DocumentedFile withAny(Map<String, String> changes) {
        String changed = text;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            changed = changed.replace(change.getKey(), change.getValue());
        }
        return new DocumentedFile(path, changed);
    }
}
