package dev.latchkey.token;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** Settings of the tokens; {@code application.properties} maps the environment variables onto them. */
@ConfigMapping(prefix = "latchkey.token")
public interface TokenConfig {

    /** {@code JWT_ACCESS_KEY}: signs and verifies access tokens; at least 32 bytes (RFC 7518 section 3.2). */
    String accessKey();

    /** {@code JWT_REFRESH_KEY}: signs and verifies refresh tokens; at least 32 bytes, not the access key. */
    String refreshKey();

    /** {@code JWT_ACCESS_KEY_PREVIOUS}: verifies, too, so that the key can be replaced while the service runs. */
    Optional<String> accessKeyPrevious();

    /** {@code JWT_REFRESH_KEY_PREVIOUS}: verifies, too, so that the key can be replaced while the service runs. */
    Optional<String> refreshKeyPrevious();

    /** {@code JWT_ISSUER}: the {@code iss} of every token. */
    String issuer();

    /** {@code JWT_ACCESS_TTL}: lifetime of an access token. */
    Duration accessTtl();

    /** {@code JWT_REFRESH_TTL}: lifetime of a refresh token. */
    Duration refreshTtl();

    /** {@code SESSION_MAX_AGE}: a session ends then, however often it was refreshed, and its tokens with it. */
    Duration sessionMaxAge();

    /** The most that {@link VerifiedTokenCache} takes up, in bytes; with 0 there is none. */
    long cacheBytes();
}
