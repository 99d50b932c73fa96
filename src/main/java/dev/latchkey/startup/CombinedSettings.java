package dev.latchkey.startup;

import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.settings.EmailVerification;
import dev.latchkey.settings.RedisAddresses;
import dev.latchkey.settings.RedisType;
import dev.latchkey.token.KeysFile;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a production start demands of settings that are fit each on its own: that they fit together. */
final class CombinedSettings {
    private static final List<String> ACCESS_KEYS = List.of("JWT_ACCESS_KEY", "JWT_ACCESS_KEY_PREVIOUS");
    private static final List<String> REFRESH_KEYS = List.of("JWT_REFRESH_KEY", "JWT_REFRESH_KEY_PREVIOUS");
    private static final String REDIS = "REDIS_HOST";
    private static final String REDIS_TYPE = "QUARKUS_REDIS_CLIENT_TYPE";
    private static final String PORT = "PORT";
    private static final String MANAGEMENT_PORT = "QUARKUS_MANAGEMENT_PORT";
    private static final int ANY_PORT = 0;
    private static final String ALGORITHM = "JWT_ACCESS_ALG";
    private static final String KEYS_FILE = "JWT_KEYS_FILE";
    private static final String SMTP = "SMTP_URL";
    private static final String VERIFICATION = "EMAIL_VERIFICATION";
    private static final List<String> REQUIRED_FOR_MAIL = List.of("MAIL_FROM", "PUBLIC_URL");

    private final Environment environment;
    private final MappedSettings mapped = MappedSettings.OF_THE_BUILD;

    CombinedSettings(Environment environment) {
        this.environment = environment;
    }

    /** The first thing that is wrong; empty if the service may start with these. */
    Optional<String> fault() {
        return equalKeys().or(this::redisType).or(this::samePort).or(this::keys).or(this::mail);
    }

    /** Whoever has a key of one kind must not be able to make the other. */
    private Optional<String> equalKeys() {
        return REFRESH_KEYS.stream()
                .flatMap(refresh -> ACCESS_KEYS.stream()
                        .filter(access -> key(access).isPresent() && key(access).equals(key(refresh)))
                        .map(access -> Environment.fault(
                                refresh, "is equal to " + access, "make one with: openssl rand -base64 48")))
                .findFirst();
    }

    /** An empty variable is one that is not set. */
    private Optional<String> key(String name) {
        return environment.value(name).filter(key -> !key.isBlank());
    }

    private Optional<String> redisType() {
        Set<URI> addresses = RedisAddresses.parse(valueOf(REDIS));
        boolean fits =
                switch (RedisType.parse(valueOf(REDIS_TYPE))) {
                    case STANDALONE -> addresses.size() == 1;
                    case SENTINEL -> true;
                    case CLUSTER -> addresses.stream().noneMatch(CombinedSettings::namesADatabase);
                };
        return fits
                ? Optional.empty()
                : Optional.of(Environment.fault(
                        REDIS,
                        "does not fit " + REDIS_TYPE,
                        "name one address for standalone, several for the others, and no database for a cluster"));
    }

    private static boolean namesADatabase(URI address) {
        return address.getPath().length() > 1;
    }

    private Optional<String> samePort() {
        int port = Integer.parseInt(valueOf(PORT));
        boolean same = port != ANY_PORT && port == Integer.parseInt(valueOf(MANAGEMENT_PORT));
        return same
                ? Optional.of(Environment.fault(MANAGEMENT_PORT, "is equal to " + PORT, "set it to another one"))
                : Optional.empty();
    }

    private Optional<String> keys() {
        if (isUnset(KEYS_FILE)) {
            boolean required = AccessAlgorithm.parse(valueOf(ALGORITHM)) != AccessAlgorithm.HS256;
            return required
                    ? Optional.of(Environment.fault(KEYS_FILE, "is not set, but " + ALGORITHM + " is", "set both"))
                    : Optional.empty();
        }
        return KeysFile.fault(valueOf(KEYS_FILE))
                .map(fault -> Environment.fault(KEYS_FILE, fault, "see docs/verifying.md for its form"));
    }

    private Optional<String> mail() {
        if (isUnset(SMTP)) {
            boolean required = EmailVerification.parse(valueOf(VERIFICATION)) == EmailVerification.REQUIRED;
            return required
                    ? Optional.of(Environment.fault(VERIFICATION, "is required without " + SMTP, "set both"))
                    : Optional.empty();
        }
        return REQUIRED_FOR_MAIL.stream()
                .filter(this::isUnset)
                .findFirst()
                .map(name -> Environment.fault(name, "is not set, but " + SMTP + " is", "set both"));
    }

    private boolean isUnset(String name) {
        return valueOf(name).isBlank();
    }

    private String valueOf(String name) {
        return environment.value(name).orElseGet(() -> mapped.defaultOf(name));
    }
}
