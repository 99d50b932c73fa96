package dev.latchkey.password;

import dev.latchkey.settings.Settings;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Hashes passwords with bcrypt, and tells at the same cost that a user who does not exist gave a wrong one. Which hashes
 * are understood, {@link PasswordHash} says, and how many are made at once, {@link HashSlots}.
 */
@Singleton
@Startup
public final class PasswordHasher {
    /** 4 seconds on a core as of 2026. */
    private static final int HIGHEST_COST_OF_OTHERS = 16;

    /** Of hashes that only take time. */
    private static final byte[] ANY_SALT = new byte[PasswordHash.SALT];

    private final HashSlots slots;
    private final int cost;

    /** Of no password: what a user who does not exist is compared with. */
    private final String hashOfNobody;

    public PasswordHasher(Settings.Password config, HashSlots slots) {
        this.slots = slots;
        this.cost = config.bcryptCost();
        this.hashOfNobody = PasswordHash.encode(random(PasswordHash.HASH), random(PasswordHash.SALT), cost);
    }

    /** The bcrypt hash, with a salt of its own. The password must have passed {@link PasswordPolicy}. */
    public String hash(String password) {
        byte[] salt = random(PasswordHash.SALT);
        return PasswordHash.encode(slots.use(() -> PasswordHash.bcrypt(password, salt, cost)), salt, cost);
    }

    /**
     * Whether the password belongs to the hash. If not, this takes the time of one hash at the cost that is set, or of
     * the given hash if that costs more.
     *
     * @param hash null if there is no such user; one that is not understood, or that costs too much, matches nothing
     */
    public boolean matches(String password, String hash) {
        Optional<PasswordHash> kind = Optional.ofNullable(hash)
                .flatMap(PasswordHash::of)
                .filter(understood -> isAffordable(understood.cost(hash)));
        return slots.use(() ->
                        matches(password, kind.orElse(PasswordHash.BCRYPT), kind.isPresent() ? hash : hashOfNobody))
                && kind.isPresent();
    }

    private boolean matches(String password, PasswordHash kind, String hash) {
        boolean matches = kind.matches(password, hash);
        if (!matches) {
            makeUpFor(kind.cost(hash), password);
        }
        return matches;
    }

    /** Others may have written it: one of cost 31 would keep a core busy for days. */
    private boolean isAffordable(int costOfHash) {
        return costOfHash <= Math.max(cost, HIGHEST_COST_OF_OTHERS);
    }

    /** Whether the hash, which the password matched, was made at a lower cost than is set now, or is of another kind. */
    public boolean isOutdated(String hash, String password) {
        return PasswordHash.of(hash).orElseThrow().isOutdated(hash, password, cost);
    }

    /** A hash at each cost from the lower one up: their work adds up to what is missing, since each step doubles it. */
    private void makeUpFor(int lower, String password) {
        for (int missing = lower; missing < cost; missing++) {
            PasswordHash.bcrypt(password, ANY_SALT, missing);
        }
    }

    /** The generator is local: a native image must never carry a seeded one. */
    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return random;
    }
}
