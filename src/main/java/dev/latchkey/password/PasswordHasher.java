package dev.latchkey.password;

import dev.latchkey.error.AuthException;
import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Hashes passwords with bcrypt, and tells at the same cost that a user who does not exist gave a wrong one. At most as
 * many hashes are under way as there are cores: more would finish no sooner, and starve all other requests.
 */
@Singleton
public final class PasswordHasher {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}");

    /** Fewer than there are worker threads, so that a flood of logins leaves some for all else. */
    private static final int MAX_WAITING = 128;

    private static final long MAX_WAIT_SECONDS = 10;

    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final int cost;
    private final String hashOfNobody;

    @Inject
    public PasswordHasher(PasswordConfig config) {
        this.cost = config.bcryptCost();
        this.hashOfNobody = hash("the password of nobody");
    }

    /** The bcrypt hash, with a salt of its own. The password must have passed {@link PasswordPolicy}. */
    public String hash(String password) {
        return onACore(() -> BcryptUtil.bcryptHash(password, cost));
    }

    /**
     * Whether the password belongs to the hash. Takes the time of one hash in any case.
     *
     * @param hash null if there is no such user; one that bcrypt did not make matches nothing
     */
    public boolean matches(String password, String hash) {
        boolean usable = hash != null && BCRYPT.matcher(hash).matches();
        String compared = usable ? asVersion2a(hash) : hashOfNobody;
        boolean equal = onACore(() -> BcryptUtil.matches(password, compared));
        return usable && equal;
    }

    private <T> T onACore(Supplier<T> work) {
        if (cores.getQueueLength() >= MAX_WAITING || !acquireInTime()) {
            throw AuthException.unavailable(new RejectedExecutionException("too many password hashes are under way"));
        }
        try {
            return work.get();
        } finally {
            cores.release();
        }
    }

    private boolean acquireInTime() {
        try {
            return cores.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Elytron knows only {@code $2a$}; up to 72 bytes {@code $2b$} (Node) and {@code $2y$} (PHP) are the same function. */
    private static String asVersion2a(String hash) {
        return "$2a$" + hash.substring(4);
    }
}
