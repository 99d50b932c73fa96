package dev.latchkey.startup;

import static dev.latchkey.startup.Environment.readBy;

import dev.latchkey.mongo.DatabaseName;
import dev.latchkey.redis.RedisAddress;
import dev.latchkey.tls.StoreTrust;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a production start demands of the addresses of the stores. */
final class StoreSettings {
    private static final String DATABASE = "DATABASE_URL";
    private static final String DATABASE_ADDRESS = "set it to an address such as mongodb://host:27017/latchkey";
    private static final String REDIS = "REDIS_HOST";
    private static final String REDIS_ADDRESS = "set it to an address such as redis://:password@host:6379, and in the"
            + " password percent-encode all but letters, digits, dots, hyphens and underscores";
    private static final String REDIS_TYPE = "QUARKUS_REDIS_CLIENT_TYPE";
    private static final Set<String> REDIS_TYPES = Set.of("standalone", "sentinel", "cluster");

    private final Environment environment;

    StoreSettings(Environment environment) {
        this.environment = environment;
    }

    /** The first thing that is wrong; empty if the service may start with these. */
    Optional<String> fault() {
        return database().or(this::redis).or(this::redisType).or(this::caFile);
    }

    private Optional<String> database() {
        return environment
                .required(DATABASE, DATABASE_ADDRESS)
                .or(() -> environment.unfit(
                        DATABASE,
                        address -> DatabaseName.in(address) != null,
                        "is not a MongoDB address that names a database",
                        DATABASE_ADDRESS));
    }

    private Optional<String> redis() {
        return environment
                .required(REDIS, REDIS_ADDRESS)
                .or(() -> environment.unfit(
                        REDIS,
                        RedisAddress::isSpeltAsUrl,
                        "names a host with an underscore",
                        "give the host a name of letters, digits, dots and hyphens"))
                .or(() ->
                        environment.unfit(REDIS, readBy(RedisAddress::parse), "is not a Redis address", REDIS_ADDRESS));
    }

    private Optional<String> redisType() {
        return environment
                .unfit(
                        REDIS_TYPE,
                        type -> REDIS_TYPES.contains(type.toLowerCase(Locale.ROOT)),
                        "is no kind of Redis that Latchkey knows",
                        "set it to standalone, sentinel or cluster")
                .or(() -> environment.unfit(
                        REDIS,
                        this::fitsType,
                        "does not fit " + REDIS_TYPE,
                        "name one address for standalone, several for the others, and no database for a cluster"));
    }

    private boolean fitsType(String setting) {
        Set<URI> addresses = RedisAddress.parse(setting);
        return switch (environment.value(REDIS_TYPE).orElse("standalone").toLowerCase(Locale.ROOT)) {
            case "standalone" -> addresses.size() == 1;
            case "cluster" ->
                addresses.stream().allMatch(address -> address.getPath().length() <= 1);
            default -> true;
        };
    }

    private Optional<String> caFile() {
        return environment.unfit(
                "STORES_CA_FILE",
                file -> file.isEmpty() || !StoreTrust.readCertificates(file).isEmpty(),
                "is not a PEM file of certificates that can be read",
                "set it to the path of one");
    }
}
