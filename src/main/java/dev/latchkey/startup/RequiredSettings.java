package dev.latchkey.startup;

import static dev.latchkey.startup.Environment.readBy;

import dev.latchkey.client.TrustedProxies;
import dev.latchkey.password.HashSlots;
import dev.latchkey.session.SessionConfig;
import dev.latchkey.throttle.Limit;
import dev.latchkey.web.CrossOrigin;
import io.quarkus.runtime.configuration.DurationConverter;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a production start demands of its settings. Says what is wrong in one line, without telling any value. */
final class RequiredSettings {
    /** Ten years, more or less: beyond all use, and short of where times overflow. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final String MANAGEMENT_PORT = "QUARKUS_MANAGEMENT_PORT";
    private static final int LAST_PORT = 65_535;

    private final Environment environment;

    RequiredSettings(Environment environment) {
        this.environment = environment;
    }

    /** The first thing that is wrong; empty if the service may start. */
    Optional<String> fault() {
        return Stream.<Supplier<Optional<String>>>of(
                        new VerbatimSettings(environment)::fault,
                        new StoreSettings(environment)::fault,
                        new KeySettings(environment)::fault,
                        this::issuer,
                        () -> duration("JWT_ACCESS_TTL", Duration.ofSeconds(1)),
                        () -> duration("JWT_REFRESH_TTL", Duration.ofSeconds(1)),
                        () -> duration("SESSION_MAX_AGE", Duration.ofMinutes(1)),
                        () -> duration("REFRESH_GRACE", Duration.ZERO),
                        () -> number("SESSIONS_PER_USER", 1, SessionConfig.MOST_PER_USER),
                        () -> duration("SHUTDOWN_DELAY", Duration.ZERO),
                        () -> duration("MONGODB_TIMEOUT", Duration.ofMillis(1)),
                        () -> duration("REDIS_TIMEOUT", Duration.ofMillis(1)),
                        () -> trueOrFalse("MONGODB_RETRY_WRITES"),
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
                        () -> number("MAX_CONNECTIONS", 1, 1_000_000),
                        () -> number("BCRYPT_COST", 4, 31),
                        () -> number("PASSWORD_HASHES_AT_ONCE", 1, HashSlots.MOST_AT_ONCE),
                        () -> trueOrFalse("DEMO_ENABLED"),
                        () -> trueOrFalse("LOG_JSON"),
                        () -> trueOrFalse("OTEL_SDK_DISABLED"),
                        this::traces,
                        () -> number("PORT", 0, LAST_PORT),
                        () -> number(MANAGEMENT_PORT, 0, LAST_PORT),
                        this::samePort)
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> samePort() {
        String port = environment.value("PORT").orElse("8080");
        return unfit(
                MANAGEMENT_PORT,
                management -> management.equals("0") || Integer.parseInt(management) != Integer.parseInt(port),
                "is equal to PORT",
                "set it to another one");
    }

    private Optional<String> issuer() {
        return unfit("JWT_ISSUER", issuer -> !issuer.isBlank(), "is empty", "leave it out, or set it to a name");
    }

    private Optional<String> traces() {
        return unfit(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                RequiredSettings::isHttpAddress,
                "is not an address of http or https",
                "set it to one such as http://localhost:4317");
    }

    private static boolean isHttpAddress(String address) {
        URI uri = URI.create(address);
        return Set.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null;
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

    private Optional<String> unfit(String name, Predicate<String> isFit, String what, String remedy) {
        return environment.unfit(name, isFit, what, remedy);
    }
}
