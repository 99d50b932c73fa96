package dev.latchkey.startup;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import dev.latchkey.http.CrossOrigin;
import dev.latchkey.http.TrustedProxies;
import dev.latchkey.stores.RedisAddress;
import dev.latchkey.throttle.Limit;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** What a production start demands of its settings. Says what is wrong in one line, without telling any value. */
final class RequiredSettings {
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
                        () -> duration("SESSION_MAX_AGE", Duration.ofSeconds(1)),
                        () -> duration("REFRESH_GRACE", Duration.ZERO),
                        () -> duration("SHUTDOWN_DELAY", Duration.ZERO),
                        () -> duration("MONGODB_TIMEOUT", Duration.ofMillis(1)),
                        () -> duration("REDIS_TIMEOUT", Duration.ofMillis(1)),
                        () -> trueOrFalse("REDIS_POLICY_CHECK"),
                        () -> trueOrFalse("THROTTLE_ENABLED"),
                        () -> limit("THROTTLE_LOGIN_PER_ADDRESS"),
                        () -> limit("THROTTLE_LOGIN_PER_ACCOUNT"),
                        () -> limit("THROTTLE_REGISTER_PER_ADDRESS"),
                        () -> limit("THROTTLE_REFRESH_PER_ADDRESS"),
                        this::trustedProxies,
                        this::corsOrigins,
                        () -> number("BCRYPT_COST", 4, 31),
                        () -> number("PASSWORD_HASHES_AT_ONCE", 1, 64),
                        () -> number("PORT", 0, 65_535))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> database() {
        String remedy = "set it to an address such as mongodb://host:27017/latchkey";
        return address("DATABASE_URL", "is not a MongoDB address that names a database", remedy, address -> {
            return new ConnectionString(address).getDatabase() != null;
        });
    }

    private Optional<String> redis() {
        String remedy = "set it to an address such as redis://host:6379";
        return address("REDIS_HOST", "is not a Redis address", remedy, address -> {
            return !RedisAddress.parse(address).isEmpty();
        });
    }

    private Optional<String> address(String name, String what, String remedy, Predicate<String> isFit) {
        Optional<String> address = value(name);
        if (address.orElse("").isBlank()) {
            return fault(name, "is not set", remedy);
        }
        try {
            return isFit.test(address.get()) ? Optional.empty() : fault(name, what, remedy);
        } catch (IllegalArgumentException | MongoException e) {
            return fault(name, what, remedy);
        }
    }

    private Optional<String> issuer() {
        boolean fit = value("JWT_ISSUER").map(issuer -> !issuer.isBlank()).orElse(true);
        return fit ? Optional.empty() : fault("JWT_ISSUER", "is empty", "leave it out, or set it to a name");
    }

    private Optional<String> trueOrFalse(String name) {
        boolean fit = value(name).map(Set.of("true", "false")::contains).orElse(true);
        return fit ? Optional.empty() : fault(name, "is neither true nor false", "set it to one of them");
    }

    private Optional<String> limit(String name) {
        boolean fit = value(name).map(value -> isRead(value, Limit::parse)).orElse(true);
        return fit ? Optional.empty() : fault(name, "is not a usable limit", "set it to one such as 10/15m");
    }

    private Optional<String> trustedProxies() {
        String name = "TRUSTED_PROXIES";
        boolean fit =
                value(name).map(value -> isRead(value, TrustedProxies::parse)).orElse(true);
        return fit
                ? Optional.empty()
                : fault(
                        name,
                        "is not a list of addresses or ranges of them",
                        "set it to one such as 10.0.0.0/8,192.0.2.7");
    }

    private Optional<String> corsOrigins() {
        String name = "CORS_ORIGINS";
        boolean fit =
                value(name).map(value -> isRead(value, CrossOrigin::parse)).orElse(true);
        return fit
                ? Optional.empty()
                : fault(name, "is not a list of origins", "set it to one such as https://app.example.com");
    }

    private static boolean isRead(String value, Consumer<String> reader) {
        try {
            reader.accept(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<String> duration(String name, Duration min) {
        boolean fit = value(name).map(value -> isDuration(value, min)).orElse(true);
        return fit
                ? Optional.empty()
                : fault(name, "is not a usable duration", "set it to one such as 30s, 15m or 30d");
    }

    private static boolean isDuration(String value, Duration min) {
        try {
            return !value.isBlank() && DurationConverter.parseDuration(value).compareTo(min) >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<String> number(String name, int min, int max) {
        boolean fit = value(name).map(value -> isNumber(value, min, max)).orElse(true);
        return fit
                ? Optional.empty()
                : fault(name, "is not a usable number", "set it to one from " + min + " to " + max);
    }

    private static boolean isNumber(String value, int min, int max) {
        try {
            int number = Integer.parseInt(value);
            return min <= number && number <= max;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(config.getConfigValue(name).getValue());
    }

    static Optional<String> fault(String name, String what, String remedy) {
        return Optional.of("Latchkey can't start: " + name + " " + what + "; " + remedy);
    }
}
