package dev.latchkey.password;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * The passwords of 8 characters and more that are in public lists of breached ones, 475,797 of them, as a Bloom filter
 * (<a href="https://doi.org/10.1145/362686.362692">Bloom, 1970</a>): none of them is missed, and one other password in
 * 15,000 is taken for one. Its file is bits and nothing else, made as docs/breached-passwords.md says.
 */
@Singleton
final class BreachedPasswords {
    static final String FILE = "breached-passwords.bloom";

    /** With 20 bits for each password, what makes mistakes rarest. */
    static final int HASHES = 14;

    static final int BITS_FOR_EACH = 20;

    private final BitSet bits;
    private final int size;

    /** Reads the file of the package. */
    BreachedPasswords() {
        this(read());
    }

    BreachedPasswords(byte[] filter) {
        bits = BitSet.valueOf(filter);
        size = filter.length * Byte.SIZE;
    }

    /** Whether the password is one of them, in whatever case, or one of the few that look like one. */
    boolean contains(String password) {
        return positions(password, size).allMatch(position -> bits.get((int) position));
    }

    /** The bits that stand for a password (double hashing, Kirsch and Mitzenmacher, 2006). */
    static LongStream positions(String password, int size) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(normalized(password)));
        long first = hash.getLong();
        long step = hash.getLong();
        return LongStream.range(0, HASHES).map(i -> Math.floorMod(first + i * step, (long) size));
    }

    /** What counts as the same password. */
    static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read() {
        try (InputStream file = BreachedPasswords.class.getResourceAsStream(FILE)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
