package dev.latchkey.settings;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code REDIS_HOST}: a URL, {@code host} or {@code host:port}; several, with commas, for Sentinel or a cluster.
 */
public final class RedisAddresses {
    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    private static final Pattern DATABASE = Pattern.compile("(/[0-9]{0,5})?");
    private static final Pattern UNDERSCORE =
            Pattern.compile("(rediss?://)?([^@/?#]*@)?[^@/?#:\\[]*_[^@/?#:]*(:[0-9]*)?(/.*)?");
    private static final int MAX_PORT = 65_535;

    /** The client does not encode the user again when it goes from a Sentinel or a node to another. */
    private static final Pattern CREDENTIALS = Pattern.compile("[A-Za-z0-9._*-]*:.+");

    private RedisAddresses() {}

    /**
     * Reads the setting; {@link IllegalArgumentException} if there is anything in it that is no address, or that would
     * not be taken as it stands.
     */
    public static Set<URI> parse(String setting) {
        Set<URI> addresses = Arrays.stream(setting.split(",", -1))
                .map(RedisAddresses::parseOne)
                .collect(Collectors.toSet());
        if (addresses.stream().map(URI::getScheme).distinct().count() != 1) {
            throw new IllegalArgumentException("with TLS and without");
        }
        return addresses;
    }

    /** False for a host that {@link URI} knows no way to name, though some name servers do. */
    static boolean areSpeltAsUrls(String setting) {
        return Arrays.stream(setting.split(","))
                .noneMatch(address -> UNDERSCORE.matcher(address.strip()).matches());
    }

    private static URI parseOne(String address) {
        String stripped = address.strip();
        boolean isUrl = stripped.contains("://");
        URI uri = URI.create(isUrl ? stripped : "redis://" + stripped);
        if (!SCHEMES.contains(uri.getScheme()) || uri.getHost() == null || !restIsFit(uri)) {
            throw new IllegalArgumentException("not the address of a Redis");
        }
        return uri.getRawUserInfo() == null ? uri : withPlusSigns(uri, isUrl);
    }

    /** The client reads user and password as fields of a form, in which a plus sign is a blank. */
    private static URI withPlusSigns(URI uri, boolean isUrl) {
        String credentials = uri.getRawUserInfo();
        if (!isUrl || !CREDENTIALS.matcher(credentials).matches() || isNoUtf8(credentials)) {
            throw new IllegalArgumentException("not a user and a password");
        }
        return URI.create(
                uri.toString().replace("//" + credentials + "@", "//" + credentials.replace("+", "%2B") + "@"));
    }

    private static boolean isNoUtf8(String percentEncoded) {
        return URLDecoder.decode(percentEncoded, StandardCharsets.UTF_8).contains("\uFFFD");
    }

    private static boolean restIsFit(URI uri) {
        return uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && hasFitPort(uri)
                && DATABASE.matcher(uri.getRawPath()).matches();
    }

    /** A colon without a port after it is a port that was forgotten. */
    private static boolean hasFitPort(URI uri) {
        return !uri.getRawAuthority().endsWith(":") && uri.getPort() != 0 && uri.getPort() <= MAX_PORT;
    }
}
