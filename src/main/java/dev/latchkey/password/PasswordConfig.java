package dev.latchkey.password;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.OptionalInt;

/** Settings of password hashing. */
@ConfigMapping(prefix = "latchkey.password")
public interface PasswordConfig {

    /** {@code BCRYPT_COST}: the work of a hash is 2 to the power of this. */
    @Min(4)
    @Max(31)
    int bcryptCost();

    /** {@code PASSWORD_HASHES_AT_ONCE}: how many hashes and estimates may be under way; if not set, one for each core. */
    OptionalInt hashesAtOnce();

    /**
     * The service's name, {@code JWT_ISSUER} and {@code PASSWORD_CONTEXT_WORDS}: words that whoever guesses the
     * passwords of this service begins with.
     */
    List<String> contextWords();
}
