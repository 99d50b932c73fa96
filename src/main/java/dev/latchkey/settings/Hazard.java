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
    CAN_BE_GUESSED("can be guessed: make one with openssl rand -base64 48", KeyStrength::isWeak),
    NAMES_AN_ORIGIN_WITHOUT_TLS(
            "names an origin without TLS, whose pages can be forged on the way",
            text -> Origins.parse(text).nameOneWithoutTls()),
    NAMES_A_WIDE_RANGE(
            "trusts addresses of strangers: name those of the proxies alone",
            text -> AddressRanges.parse(text).nameAWideOne()),
    LEAVES_THE_TLS_OF_MONGODB_UNCHECKED(
            "has the server's certificate not checked: whoever is in between can read and change all",
            text -> Patterns.TLS_UNCHECKED.matcher(text).matches()),
    SENDS_THE_PASSWORD_OF_MONGODB_IN_CLEAR("sends its password without TLS: add tls=true", Hazard::tellsMongoPassword),
    SENDS_THE_PASSWORD_OF_REDIS_IN_CLEAR("sends its password without TLS: use rediss://", Hazard::tellsRedisPassword);

    private final String why;
    private final BiPredicate<String, String> isPresent;

    Hazard(Predicate<String> isPresent) {
        this((text, bound) -> isPresent.test(text));
    }

    Hazard(BiPredicate<String, String> isPresent) {
        this.why = "";
        this.isPresent = isPresent;
    }

    Hazard(String why, Predicate<String> isPresent) {
        this.why = why;
        this.isPresent = (text, bound) -> isPresent.test(text);
    }

    /** What is said of it, if it is the same for each setting; never with a value. */
    public String why() {
        return why;
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
