package dev.latchkey.password;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;

/** Makes the filter of {@link BreachedPasswords} from lists of passwords; how, says docs/breached-passwords.md. */
final class BreachedPasswordsMaker {

    private BreachedPasswordsMaker() {}

    /** Writes the file named first, from the lists named after it: text in UTF-8, a password in each line. */
    public static void main(String[] files) throws IOException {
        Set<String> passwords = new TreeSet<>();
        for (int i = 1; i < files.length; i++) {
            try (var lines = Files.lines(Path.of(files[i]), StandardCharsets.UTF_8)) {
                lines.filter(BreachedPasswordsMaker::isLongEnough)
                        .map(BreachedPasswords::normalized)
                        .forEach(passwords::add);
            }
            System.out.println(passwords.size() + " passwords, with those in " + files[i]);
        }
        Files.write(Path.of(files[0]), filterOf(passwords));
    }

    static byte[] filterOf(Set<String> passwords) {
        int bytes = (passwords.size() * BreachedPasswords.BITS_FOR_EACH + Byte.SIZE - 1) / Byte.SIZE;
        BitSet bits = new BitSet();
        for (String password : passwords) {
            BreachedPasswords.positions(password, bytes * Byte.SIZE).forEach(position -> bits.set((int) position));
        }
        return Arrays.copyOf(bits.toByteArray(), bytes);
    }

    private static boolean isLongEnough(String password) {
        return password.codePointCount(0, password.length()) >= PasswordPolicy.MIN_CHARACTERS;
    }
}
