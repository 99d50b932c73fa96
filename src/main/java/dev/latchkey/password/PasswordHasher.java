package dev.latchkey.password;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.util.regex.Pattern;
import org.wildfly.security.password.interfaces.BCryptPassword;
import org.wildfly.security.password.util.ModularCrypt;

/**
 * Hashes passwords with bcrypt, and tells at the same cost that a user who does not exist gave a wrong one. How many
 * at once, {@link HashSlots} says.
 */
@Singleton
@Startup
public final class PasswordHasher {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}");

    /** 4 seconds on a core as of 2026. */
    private static final int HIGHEST_COST_OF_OTHERS = 16;

    /** Of hashes that only take time. */
    private static final byte[] ANY_SALT = new byte[16];

    private final HashSlots slots;
    private final int cost;

    /** Of no password: what a user who does not exist is compared with. */
    private final String hashOfNobody;

    public PasswordHasher(PasswordConfig config, HashSlots slots) {
        this.slots = slots;
        this.cost = config.bcryptCost();
        this.hashOfNobody = encode(random(Bcrypt.HASH), random(Bcrypt.SALT));
    }

    /** The bcrypt hash, with a salt of its own. The password must have passed {@link PasswordPolicy}. */
    public String hash(String password) {
        byte[] salt = random(Bcrypt.SALT);
        return encode(slots.use(() -> Bcrypt.hash(utf8(password), salt, cost)), salt);
    }

    /**
     * Whether the password belongs to the hash. If not, this takes the time of one hash at the cost that is set, or of
     * the given hash if that costs more.
     *
     * @param hash null if there is no such user; one that bcrypt did not make, or that costs too much, matches nothing
     */
    public boolean matches(String password, String hash) {
        boolean usable = hash != null && BCRYPT.matcher(hash).matches() && isAffordable(decode(hash));
        BCryptPassword compared = decode(usable ? hash : hashOfNobody);
        boolean equal = slots.use(() -> {
            byte[] given = Bcrypt.hash(utf8(password), compared.getSalt(), compared.getIterationCount());
            boolean same = MessageDigest.isEqual(given, compared.getHash());
            if (!same) {
                makeUpFor(compared.getIterationCount(), password);
            }
            return same;
        });
        return usable && equal;
    }

    /** Others may have written it: one of cost 31 would keep a core busy for days. */
    private boolean isAffordable(BCryptPassword hash) {
        return hash.getIterationCount() <= Math.max(cost, HIGHEST_COST_OF_OTHERS);
    }

    /** Whether a hash that matched was made at a lower cost than is set now. */
    public boolean isCheap(String hash) {
        return decode(hash).getIterationCount() < cost;
    }

    /** A hash at each cost from the lower one up: their work adds up to what is missing, since each step doubles it. */
    private void makeUpFor(int lower, String password) {
        for (int missing = lower; missing < cost; missing++) {
            Bcrypt.hash(utf8(password), ANY_SALT, missing);
        }
    }

    private static byte[] utf8(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /** The generator is local: a native image must never carry a seeded one. */
    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }

    private String encode(byte[] hash, byte[] salt) {
        try {
            return ModularCrypt.encodeAsString(
                    BCryptPassword.createRaw(BCryptPassword.ALGORITHM_BCRYPT, hash, salt, cost));
        } catch (InvalidKeySpecException e) {
            throw new IllegalStateException("Elytron knows bcrypt", e);
        }
    }

    /** Elytron knows only {@code $2a$}; up to 72 bytes {@code $2b$} (Node) and {@code $2y$} (PHP) are the same function. */
    private static BCryptPassword decode(String hash) {
        try {
            return (BCryptPassword) ModularCrypt.decode("$2a$" + hash.substring(4));
        } catch (InvalidKeySpecException e) {
            throw new IllegalStateException("not of the form that was checked", e);
        }
    }
}
