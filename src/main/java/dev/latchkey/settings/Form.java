package dev.latchkey.settings;

import com.mongodb.MongoException;
import io.quarkus.runtime.configuration.DurationConverter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the text of a setting has to be like; what is said of one that is not, without its value, and the remedy. */
public enum Form {
    ANY("", "", text -> true),
    TRUE_OR_FALSE("is neither true nor false", "set it to one of them", Set.of("true", "false")::contains),
    NUMBER("is not a usable number", "set it to one from {min} to {max}", isBetween(Integer::valueOf)),
    DURATION("is not a usable duration", "set it to one such as 30s, 15m or 30d", isBetween(Form::duration)),
    TIME_LIMIT("is not a usable duration", "set it to one from {min} to {max}", isBetween(Form::duration)),
    LIMIT("is not a usable limit", "set it to one such as 10/15m", isReadBy(Limit::parse)),
    NAME("is empty", "leave it out, or set it to a name", text -> !text.isBlank()),
    NO_EXAMPLE("is an example value", Form.MAKE_A_KEY, text -> !isExample(text)),
    KEY(NO_EXAMPLE, "is shorter than " + Settings.MIN_KEY_BYTES + " bytes", Form.MAKE_A_KEY, Form::isEmptyOrLong),
    MONGODB_ADDRESS(
            "is not a MongoDB address that names a database",
            "set it to an address such as mongodb://host:27017/latchkey",
            text -> MongoAddress.database(text) != null),
    HOST_WITHOUT_UNDERSCORE(
            "names a host with an underscore",
            "give the host a name of letters, digits, dots and hyphens",
            RedisAddresses::areSpeltAsUrls),
    REDIS_ADDRESSES(
            HOST_WITHOUT_UNDERSCORE,
            "is not a Redis address",
            "set it to an address such as redis://:password@host:6379, and in the"
                    + " password percent-encode all but letters, digits, dots, hyphens and underscores",
            isReadBy(RedisAddresses::parse)),
    REDIS_TYPE(
            "is no kind of Redis that Latchkey knows",
            "set it to standalone, sentinel or cluster",
            isReadBy(RedisType::parse)),
    CA_FILE(
            "is not a PEM file of certificates that can be read",
            "set it to the path of one",
            text -> text.isEmpty() || !Certificates.read(text).isEmpty()),
    ADDRESS_RANGES(
            "is not a list of addresses or ranges of them",
            "set it to one such as 10.0.0.0/8,192.0.2.7",
            isReadBy(AddressRanges::parse)),
    SERVICE_KEYS(
            "is not a list of service keys",
            "set it to one such as name=orders sha256=<64 hex digits> scopes=users:write"
                    + " expires=2027-12-31T00:00:00Z, and several with semicolons",
            isReadBy(ServiceKeys::parse)),
    ORIGINS("is not a list of origins", "set it to one such as https://app.example.com", isReadBy(Origins::parse)),
    HTTP_ADDRESS(
            "is not an address of http or https", "set it to one such as http://localhost:4317", Form::isHttpAddress),
    SMTP_ADDRESS(
            "is not an address of a mail server",
            "set it to one such as smtp://user:password@host:587 or smtps://user:password@host, and in the password"
                    + " percent-encode all but letters, digits, dots, hyphens and underscores",
            text -> text.isEmpty() || SmtpAddress.parse(text) != null),
    SENDER(
            "is not a sender",
            "set it to one such as no-reply@example.com or Example <no-reply@example.com>",
            text -> text.isEmpty() || Form.isSender(text)),
    PUBLIC_ADDRESS(
            "is not an https address",
            "set it to one such as https://auth.example.com, without ? and #; http is for localhost",
            text -> text.isEmpty() || isPublicAddress(text)),
    ACCESS_ALGORITHM("is none of HS256, EdDSA and RS256", "set it to one of them", isReadBy(AccessAlgorithm::parse)),
    FILE(
            "is not a file that can be read",
            "set it to the path of one",
            text -> text.isEmpty() || Files.isReadable(Path.of(text)) && Files.isRegularFile(Path.of(text))),
    EMAIL_VERIFICATION(
            "is none of off, optional and required", "set it to one of them", isReadBy(EmailVerification::parse)),
    FOLDER(
            "is not a folder that can be read",
            "set it to the path of one",
            text -> text.isEmpty() || Files.isReadable(Path.of(text)) && Files.isDirectory(Path.of(text)));

    /** One address (RFC 5321 section 4.1.2, without quotes), alone or in angle brackets behind a name. */
    private static final Pattern SENDER_FORM =
            Pattern.compile("([^<>\"@,;:\\\\\\p{Cntrl}]* )?<[^<>\\s@]+@[^<>\\s@]+>|[^<>\\s@,;]+@[^<>\\s@,;]+");

    private static final String MAKE_A_KEY = "make one with: openssl rand -base64 48";

    private final Optional<Form> first;
    private final String fault;
    private final String remedy;
    private final BiPredicate<String, Setting> isFit;

    Form(String fault, String remedy, Predicate<String> isFit) {
        this(Optional.empty(), fault, remedy, (text, setting) -> isFit.test(text));
    }

    Form(String fault, String remedy, BiPredicate<String, Setting> isFit) {
        this(Optional.empty(), fault, remedy, isFit);
    }

    Form(Form first, String fault, String remedy, Predicate<String> isFit) {
        this(Optional.of(first), fault, remedy, (text, setting) -> isFit.test(text));
    }

    Form(Optional<Form> first, String fault, String remedy, BiPredicate<String, Setting> isFit) {
        this.first = first;
        this.fault = fault;
        this.remedy = remedy;
        this.isFit = isFit;
    }

    /** What is wrong with a text that is not like this. */
    public String fault() {
        return fault;
    }

    /** What to do about it, for this setting. */
    public String remedy(Setting setting) {
        return remedy.replace("{min}", setting.min()).replace("{max}", setting.max());
    }

    /** What the text fails to be like, if it can't be taken for the value of this setting. */
    public Optional<Form> missedBy(String text, Setting setting) {
        return first.flatMap(form -> form.missedBy(text, setting))
                .or(() -> fits(text, setting) ? Optional.empty() : Optional.of(this));
    }

    private boolean fits(String text, Setting setting) {
        try {
            return isFit.test(text, setting);
        } catch (IllegalArgumentException | ArithmeticException | MongoException e) {
            return false;
        }
    }

    private static <T extends Comparable<T>> BiPredicate<String, Setting> isBetween(Function<String, T> reader) {
        return (text, setting) -> {
            T value = reader.apply(text);
            return value.compareTo(reader.apply(setting.min())) >= 0
                    && value.compareTo(reader.apply(setting.max())) <= 0;
        };
    }

    private static Predicate<String> isReadBy(Function<String, ?> reader) {
        return text -> reader.apply(text) != null;
    }

    private static Duration duration(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("not a duration");
        }
        return DurationConverter.parseDuration(text);
    }

    private static boolean isExample(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return Stream.of("example", "change-me", "changeme", "dev-only").anyMatch(lower::contains);
    }

    /** A previous key that is empty is none. */
    private static boolean isEmptyOrLong(String key) {
        return key.isBlank() || key.getBytes(StandardCharsets.UTF_8).length >= Settings.MIN_KEY_BYTES;
    }

    private static boolean isSender(String text) {
        return SENDER_FORM.matcher(text).matches();
    }

    private static boolean isPublicAddress(String text) {
        URI address = URI.create(text);
        return isHttpAddress(text)
                && ("https".equals(address.getScheme()) || "localhost".equals(address.getHost()))
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
    }

    private static boolean isHttpAddress(String text) {
        URI address = URI.create(text);
        return Set.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null;
    }
}
