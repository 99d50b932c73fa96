package dev.latchkey.startup;

import com.mongodb.ConnectionString;
import dev.latchkey.redis.RedisAddress;
import dev.latchkey.web.CrossOrigin;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What of the settings works, and is unsafe. Says so in one line each, without telling any value. */
final class UnsafeSettings {
    private static final Pattern TLS_UNCHECKED =
            Pattern.compile("(?i).*[?&](tlsInsecure|tlsAllowInvalidHostnames|sslInvalidHostNameAllowed)=true.*");
    private static final Pattern MONGO_PASSWORD_IN_CLEAR =
            Pattern.compile("(?i)mongodb://[^@/]*:[^@/]*@(?!.*[?&](tls|ssl)=true).*");
    private static final Pattern OWN_MACHINE = Pattern.compile("localhost|127\\..*|\\[::1]");
    private static final Pattern WIDE_RANGE = Pattern.compile("[0-9.]+/[0-7]|[0-9a-fA-F]*:.*/([0-9]|1[0-9])");

    private final Environment environment;
    private final MappedSettings mapped = new MappedSettings();

    /** @param environment which {@link RequiredSettings} finds no fault with */
    UnsafeSettings(Environment environment) {
        this.environment = environment;
    }

    List<String> warnings() {
        return Stream.of(keys(), lifetimes(), switches(), network(), stores(), overrides(), misspelt())
                .flatMap(warnings -> warnings)
                .toList();
    }

    private Stream<String> keys() {
        return Stream.of("JWT_ACCESS_KEY", "JWT_REFRESH_KEY", "JWT_ACCESS_KEY_PREVIOUS", "JWT_REFRESH_KEY_PREVIOUS")
                .flatMap(name ->
                        warn(name, KeyStrength::isWeak, "can be guessed: make one with openssl rand -base64 48"));
    }

    private Stream<String> lifetimes() {
        return Stream.of(
                        warn(
                                "REFRESH_GRACE",
                                isLonger(Duration.ofMinutes(5)),
                                "lets a stolen refresh token be used for that long: 30s will do"),
                        warn(
                                "JWT_ACCESS_TTL",
                                isLonger(Duration.ofHours(1)),
                                "lets a stolen access token be used for that long: 15m will do"),
                        warn(
                                "JWT_REFRESH_TTL",
                                isLonger(Duration.ofDays(400)),
                                "keeps sessions that nobody uses: 30d will do"))
                .flatMap(warnings -> warnings);
    }

    private Stream<String> switches() {
        return Stream.of(
                        warn(
                                "BCRYPT_COST",
                                cost -> Integer.parseInt(cost) < 10,
                                "is too low for hashes that may be stolen: 10 or more is safe"),
                        warn(
                                "BCRYPT_COST",
                                cost -> Integer.parseInt(cost) > 14,
                                "makes a login take more than a second of a core: 10 to 14 is usual"),
                        warn(
                                "THROTTLE_ENABLED",
                                "false"::equals,
                                "lets passwords be guessed, unless something in front throttles"),
                        warn(
                                "REDIS_POLICY_CHECK",
                                "false"::equals,
                                "leaves it to you that Redis never evicts: noeviction"),
                        warn("DEMO_ENABLED", "true"::equals, "serves the demo page at /demo"))
                .flatMap(warnings -> warnings);
    }

    private Stream<String> network() {
        return Stream.of(
                        warn(
                                "CORS_ORIGINS",
                                UnsafeSettings::namesPlainOrigin,
                                "names an origin without TLS, whose pages can be forged on the way"),
                        warn(
                                "TRUSTED_PROXIES",
                                UnsafeSettings::trustsManyAddresses,
                                "trusts addresses of strangers: name those of the proxies alone"))
                .flatMap(warnings -> warnings);
    }

    private static boolean namesPlainOrigin(String setting) {
        return CrossOrigin.parse(setting).stream().anyMatch(origin -> origin.startsWith("http:"));
    }

    private static boolean trustsManyAddresses(String setting) {
        return Stream.of(setting.split(","))
                .anyMatch(range -> WIDE_RANGE.matcher(range.strip()).matches());
    }

    private Stream<String> stores() {
        return Stream.of(
                        warn(
                                "DATABASE_URL",
                                url -> TLS_UNCHECKED.matcher(url).matches(),
                                "has the server's certificate not checked: whoever is in between can read and change all"),
                        warn(
                                "DATABASE_URL",
                                UnsafeSettings::tellsMongoPassword,
                                "sends its password without TLS: add tls=true"),
                        warn(
                                "REDIS_HOST",
                                UnsafeSettings::tellsRedisPassword,
                                "sends its password without TLS: use rediss://"))
                .flatMap(warnings -> warnings);
    }

    private static boolean tellsMongoPassword(String url) {
        return MONGO_PASSWORD_IN_CLEAR.matcher(url).matches()
                && !new ConnectionString(url).getHosts().stream().allMatch(host -> OWN_MACHINE
                        .matcher(host.replaceFirst(":[0-9]+$", ""))
                        .matches());
    }

    private static boolean tellsRedisPassword(String setting) {
        return RedisAddress.parse(setting).stream()
                .anyMatch(address -> address.getScheme().equals("redis")
                        && address.getRawUserInfo() != null
                        && !OWN_MACHINE.matcher(address.getHost()).matches());
    }

    /** Quarkus would take them, in place of what the service is delivered and tried with. */
    private Stream<String> overrides() {
        return environment
                .names()
                .filter(mapped::isFixed)
                .map(name -> name + " overrides what Latchkey needs for its promises: leave it out");
    }

    private Stream<String> misspelt() {
        Set<String> known = mapped.variables();
        return environment.names().filter(name -> !known.contains(name)).flatMap(name -> known.stream()
                .filter(setting -> environment.value(setting).isEmpty() && Spelling.isLike(name, setting))
                .map(setting -> name + " is not a setting: " + setting + " may be meant"));
    }

    private static Predicate<String> isLonger(Duration limit) {
        return value -> DurationConverter.parseDuration(value).compareTo(limit) > 0;
    }

    private Stream<String> warn(String name, Predicate<String> isUnsafe, String why) {
        return environment.value(name).filter(value -> !value.isEmpty()).filter(isUnsafe).stream()
                .map(value -> name + " " + why);
    }
}
