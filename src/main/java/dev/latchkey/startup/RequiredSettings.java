package dev.latchkey.startup;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import dev.latchkey.http.CrossOrigin;
import dev.latchkey.http.TrustedProxies;
import dev.latchkey.password.HashSlots;
import dev.latchkey.session.SessionConfig;
import dev.latchkey.stores.RedisAddress;
import dev.latchkey.throttle.Limit;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** What a production start demands of its settings. Says what is wrong in one line, without telling any value. */
final class RequiredSettings {
    /** Ten years, more or less: beyond all use, and short of where times overflow. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final String NO_DATABASE = "is not a MongoDB address that names a database";

    private final Config config;

    RequiredSettings(Config config) {
        this.config = config;
    }

    /** The first thing that is wrong; empty if the service may start. */
    Optional<String> fault() {
        return Stream.<Supplier<Optional<String>>>of(
                        this::database,
                        this::redis,
                        new KeySettings(this::value)::fault,
                        this::issuer,
                        () -> duration("JWT_ACCESS_TTL", Duration.ofSeconds(1)),
                        () -> duration("JWT_REFRESH_TTL", Duration.ofSeconds(1)),
                        () -> duration("SESSION_MAX_AGE", Duration.ofMinutes(1)),
                        () -> duration("REFRESH_GRACE", Duration.ZERO),
                        () -> number("SESSIONS_PER_USER", 1, SessionConfig.MOST_PER_USER),
                        () -> duration("SHUTDOWN_DELAY", Duration.ZERO),
                        () -> duration("MONGODB_TIMEOUT", Duration.ofMillis(1)),
                        () -> duration("REDIS_TIMEOUT", Duration.ofMillis(1)),
                        () -> trueOrFalse("REDIS_POLICY_CHECK"),
                        () -> trueOrFalse("THROTTLE_ENABLED"),
                        () -> limit("THROTTLE_LOGIN_PER_ADDRESS"),
                        () -> limit("THROTTLE_LOGIN_PER_ACCOUNT"),
                        () -> limit("THROTTLE_SESSION_PER_ADDRESS"),
                        () -> limit("THROTTLE_SESSION_PER_ACCOUNT"),
                        () -> limit("THROTTLE_REGISTER_PER_ADDRESS"),
                        () -> limit("THROTTLE_REFRESH_PER_ADDRESS"),
                        this::trustedProxies,
                        this::corsOrigins,
                        () -> number("BCRYPT_COST", 4, 31),
                        () -> number("PASSWORD_HASHES_AT_ONCE", 1, HashSlots.MOST_AT_ONCE),
                        () -> number("PORT", 0, 65_535))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> database() {
        String remedy = "set it to an address such as mongodb://host:27017/latchkey";
        return required("DATABASE_URL", remedy)
                .or(() -> unfit("DATABASE_URL", RequiredSettings::namesADatabase, NO_DATABASE, remedy));
    }

    private static boolean namesADatabase(String address) {
        return new ConnectionString(address).getDatabase() != null;
    }

    private Optional<String> redis() {
        String remedy = "set it to an address such as redis://host:6379";
        return required("REDIS_HOST", remedy)
                .or(() -> unfit("REDIS_HOST", readBy(RedisAddress::parse), "is not a Redis address", remedy));
    }

    private Optional<String> issuer() {
        return unfit("JWT_ISSUER", issuer -> !issuer.isBlank(), "is empty", "leave it out, or set it to a name");
    }

    private Optional<String> trueOrFalse(String name) {
        return unfit(name, Set.of("true", "false")::contains, "is neither true nor false", "set it to one of them");
    }

    private Optional<String> limit(String name) {
        return unfit(name, readBy(Limit::parse), "is not a usable limit", "set it to one such as 10/15m");
    }

    private Optional<String> trustedProxies() {
        return unfit(
                "TRUSTED_PROXIES",
                readBy(TrustedProxies::parse),
                "is not a list of addresses or ranges of them",
                "set it to one such as 10.0.0.0/8,192.0.2.7");
    }

    private Optional<String> corsOrigins() {
        return unfit(
                "CORS_ORIGINS",
                readBy(CrossOrigin::parse),
                "is not a list of origins",
                "set it to one such as https://app.example.com");
    }

    private Optional<String> duration(String name, Duration min) {
        Predicate<String> isFit =
                value -> !value.isBlank() && isWithin(min, LONGEST, DurationConverter.parseDuration(value));
        return unfit(name, isFit, "is not a usable duration", "set it to one such as 30s, 15m or 30d");
    }

    private static boolean isWithin(Duration min, Duration max, Duration duration) {
        return duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0;
    }

    private Optional<String> number(String name, int min, int max) {
        Predicate<String> isFit = value -> min <= Integer.parseInt(value) && Integer.parseInt(value) <= max;
        return unfit(name, isFit, "is not a usable number", "set it to one from " + min + " to " + max);
    }

    private Optional<String> required(String name, String remedy) {
        boolean set = value(name).filter(value -> !value.isBlank()).isPresent();
        return set ? Optional.empty() : fault(name, "is not set", remedy);
    }

    /** What is not set is fit: it has a default, or {@link #required} tells. */
    private Optional<String> unfit(String name, Predicate<String> isFit, String what, String remedy) {
        return value(name).filter(value -> !passes(value, isFit)).flatMap(value -> fault(name, what, remedy));
    }

    private static boolean passes(String value, Predicate<String> isFit) {
        try {
            return isFit.test(value);
        } catch (IllegalArgumentException | ArithmeticException | MongoException e) {
            return false;
        }
    }

    private static Predicate<String> readBy(Function<String, ?> reader) {
        return value -> reader.apply(value) != null;
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(config.getConfigValue(name).getValue());
    }

    static Optional<String> fault(String name, String what, String remedy) {
        return Optional.of("Latchkey can't start: " + name + " " + what + "; " + remedy);
    }
}
