package dev.latchkey.settings;

import com.mongodb.ConnectionString;
import io.quarkus.runtime.configuration.DurationConverter;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What may make a value unsafe that is fit otherwise. */
public enum Hazard {
    IS_TRUE("true"::equals),
    IS_FALSE("false"::equals),
    NUMBER_LESS((text, bound) -> Integer.parseInt(text) < Integer.parseInt(bound)),
    NUMBER_MORE((text, bound) -> Integer.parseInt(text) > Integer.parseInt(bound)),
    LONGER((text, bound) ->
            DurationConverter.parseDuration(text).compareTo(DurationConverter.parseDuration(bound)) > 0),
    CAN_BE_GUESSED(KeyStrength::isWeak),
    NAMES_AN_ORIGIN_WITHOUT_TLS(text -> Origins.parse(text).nameOneWithoutTls()),
    NAMES_A_WIDE_RANGE(text -> AddressRanges.parse(text).nameAWideOne()),
    LEAVES_THE_TLS_OF_MONGODB_UNCHECKED(
            text -> Patterns.TLS_UNCHECKED.matcher(text).matches()),
    SENDS_THE_PASSWORD_OF_MONGODB_IN_CLEAR(Hazard::tellsMongoPassword),
    SENDS_THE_PASSWORD_OF_REDIS_IN_CLEAR(Hazard::tellsRedisPassword);

    private final BiPredicate<String, String> isPresent;

    Hazard(Predicate<String> isPresent) {
        this((text, bound) -> isPresent.test(text));
    }

    Hazard(BiPredicate<String, String> isPresent) {
        this.isPresent = isPresent;
    }

    /**
     * Whether it is in this text of a setting, which is fit.
     *
     * @param bound see {@link Unsafe#than}
     */
    public boolean isIn(String text, String bound) {
        return isPresent.test(text, bound);
    }

    private static boolean tellsMongoPassword(String url) {
        return Patterns.MONGO_PASSWORD_IN_CLEAR.matcher(url).matches()
                && !new ConnectionString(url).getHosts().stream().allMatch(host -> Patterns.OWN_MACHINE
                        .matcher(host.replaceFirst(":[0-9]+$", ""))
                        .matches());
    }

    private static boolean tellsRedisPassword(String setting) {
        return RedisAddresses.parse(setting).stream()
                .anyMatch(address -> address.getScheme().equals("redis")
                        && address.getRawUserInfo() != null
                        && !Patterns.OWN_MACHINE.matcher(address.getHost()).matches());
    }

    private static final class Patterns {
        static final Pattern TLS_UNCHECKED =
                Pattern.compile("(?i).*[?&](tlsInsecure|tlsAllowInvalidHostnames|sslInvalidHostNameAllowed)=true.*");
        static final Pattern MONGO_PASSWORD_IN_CLEAR =
                Pattern.compile("(?i)mongodb://[^@/]*:[^@/]*@(?!.*[?&](tls|ssl)=true).*");
        static final Pattern OWN_MACHINE = Pattern.compile("localhost|127\\..*|\\[::1]");

        private Patterns() {}
    }
}
