package dev.latchkey.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.bouncycastle.crypto.generators.BCrypt;
import org.wildfly.security.password.Password;
import org.wildfly.security.password.interfaces.BCryptPassword;
import org.wildfly.security.password.interfaces.UnixSHACryptPassword;
import org.wildfly.security.password.util.ModularCrypt;

/**
 * The kinds of password hashes that are understood. Ours are {@link #BCRYPT}; others come with users of other services,
 * and are renewed when their user logs in. One more kind is one more constant. Elytron reads and writes the notations,
 * and makes no hash: it normalizes a password (NFKC), which nobody else does.
 */
enum PasswordHash {
    /**
     * <a href="https://www.usenix.org/legacy/events/usenix99/provos/provos.pdf">Provos and Mazières, 1999</a>.
     * {@code $2b$} (Node) and {@code $2y$} (PHP) are the same function as {@code $2a$}; {@code $2x$} is a broken one.
     */
    BCRYPT("\\$2[aby]\\$(0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}") {
        @Override
        boolean matches(String password, String hash) {
            BCryptPassword stored = (BCryptPassword) decode("$2a$" + hash.substring(4));
            byte[] given = bcrypt(password, stored.getSalt(), stored.getIterationCount());
            return MessageDigest.isEqual(given, stored.getHash());
        }

        @Override
        int cost(String hash) {
            return Integer.parseInt(hash.substring(4, 6));
        }
    },

    /** <a href="https://www.akkadia.org/drepper/SHA-crypt.txt">Drepper, 2007</a>: of Linux, passlib, Dovecot. */
    SHA512_CRYPT("\\$6\\$(rounds=[1-9]\\d{3,5}\\$)?[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{86}") {
        @Override
        boolean matches(String password, String hash) {
            byte[] bytes = utf8(password);
            return bytes.length <= MAX_BYTES_OF_SHA_CRYPT && isEqual(Sha2Crypt.sha512Crypt(bytes, hash), hash);
        }

        @Override
        int cost(String hash) {
            int rounds = ((UnixSHACryptPassword) decode(hash)).getIterationCount();
            return Math.max(MIN_COST, log2(rounds / ROUNDS_AS_LONG_AS_COST_0));
        }
    };

    /** Bytes of a salt of bcrypt. */
    static final int SALT = 16;

    /** Bytes of a hash of bcrypt. */
    static final int HASH = 23;

    /** Bytes: of a longer password bcrypt takes no notice. */
    static final int MAX_BYTES = 72;

    /** Bytes: libxcrypt hashes none that is longer, and each round costs more with the length. */
    private static final int MAX_BYTES_OF_SHA_CRYPT = 511;

    private static final boolean WITH_A_ZERO = true;
    private static final int MIN_COST = 4;

    private static final int ROUNDS_AS_LONG_AS_COST_0 = 40;

    private final Pattern form;

    PasswordHash(String form) {
        this.form = Pattern.compile(form);
    }

    /** The kind of a hash that somebody has stored; empty if it is none that is understood. */
    static Optional<PasswordHash> of(String hash) {
        return Arrays.stream(values())
                .filter(kind -> kind.form.matcher(hash).matches())
                .findFirst();
    }

    /** Whether the password belongs to a hash of this kind. */
    abstract boolean matches(String password, String hash);

    /** The work of a hash of this kind: the cost at which bcrypt takes as long, about. */
    abstract int cost(String hash);

    /** Whether a hash of this kind should give way to ours; not to one that would take no notice of the password's end. */
    boolean isOutdated(String hash, String password, int costOfOurs) {
        return this == BCRYPT ? cost(hash) < costOfOurs : utf8(password).length <= MAX_BYTES;
    }

    /**
     * The 23 bytes of bcrypt, over the bytes of a password as they are and one that is zero; the first 72 count.
     *
     * @param cost the work is 2 to the power of this
     */
    static byte[] bcrypt(String password, byte[] salt, int cost) {
        byte[] bytes = utf8(password);
        byte[] counted = Arrays.copyOf(bytes, Math.min(bytes.length, MAX_BYTES));
        return Arrays.copyOf(BCrypt.generate(counted, salt, cost, WITH_A_ZERO), HASH);
    }

    /** In the notation of bcrypt. */
    static String encode(byte[] hash, byte[] salt, int cost) {
        try {
            return ModularCrypt.encodeAsString(
                    BCryptPassword.createRaw(BCryptPassword.ALGORITHM_BCRYPT, hash, salt, cost));
        } catch (InvalidKeySpecException e) {
            throw new IllegalStateException("Elytron knows bcrypt", e);
        }
    }

    private static Password decode(String hash) {
        try {
            return ModularCrypt.decode(hash);
        } catch (InvalidKeySpecException e) {
            throw new IllegalStateException("not of the form that was checked", e);
        }
    }

    private static boolean isEqual(String given, String stored) {
        return MessageDigest.isEqual(utf8(given), utf8(stored));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int log2(int number) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(number);
    }
}
