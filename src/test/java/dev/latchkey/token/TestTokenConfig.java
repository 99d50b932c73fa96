package dev.latchkey.token;

import dev.latchkey.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The settings that the test profile runs with, for tests that start no application; and what is built from them. */
public record TestTokenConfig(
        String accessKey,
        String refreshKey,
        Optional<String> accessKeyPrevious,
        Optional<String> refreshKeyPrevious,
        String issuer,
        String audience,
        String clientId,
        Duration accessTtl,
        Duration refreshTtl,
        Duration sessionMaxAge,
        long cacheBytes)
        implements Settings.Token {

    public static TestTokenConfig standard() {
        return new TestTokenConfig(
                TestTokens.ACCESS_KEY,
                TestTokens.REFRESH_KEY,
                Optional.empty(),
                Optional.empty(),
                TestTokens.ISSUER,
                TestTokens.ISSUER,
                TestTokens.CLIENT_ID,
                TestTokens.ACCESS_TTL,
                TestTokens.REFRESH_TTL,
                TestTokens.SESSION_MAX_AGE,
                1_000_000);
    }

    public TestTokenConfig withKeys(String access, String refresh) {
        return withKeys(access, refresh, accessKeyPrevious, refreshKeyPrevious);
    }

    public TestTokenConfig withPreviousKeys(String access, String refresh) {
        return withKeys(accessKey, refreshKey, Optional.of(access), Optional.of(refresh));
    }

    private TestTokenConfig withKeys(
            String access, String refresh, Optional<String> accessPrevious, Optional<String> refreshPrevious) {
        return new TestTokenConfig(
                access,
                refresh,
                accessPrevious,
                refreshPrevious,
                issuer,
                audience,
                clientId,
                accessTtl,
                refreshTtl,
                sessionMaxAge,
                cacheBytes);
    }

    public TestTokenConfig withIssuer(String other) {
        return new TestTokenConfig(
                accessKey,
                refreshKey,
                accessKeyPrevious,
                refreshKeyPrevious,
                other,
                audience,
                clientId,
                accessTtl,
                refreshTtl,
                sessionMaxAge,
                cacheBytes);
    }

    public TestTokenConfig withAudience(String other) {
        return new TestTokenConfig(
                accessKey,
                refreshKey,
                accessKeyPrevious,
                refreshKeyPrevious,
                issuer,
                other,
                clientId,
                accessTtl,
                refreshTtl,
                sessionMaxAge,
                cacheBytes);
    }

    public TestTokenConfig withAccessTtl(Duration ttl) {
        return new TestTokenConfig(
                accessKey,
                refreshKey,
                accessKeyPrevious,
                refreshKeyPrevious,
                issuer,
                audience,
                clientId,
                ttl,
                refreshTtl,
                sessionMaxAge,
                cacheBytes);
    }

    public TestTokenConfig withRefreshTtl(Duration ttl) {
        return new TestTokenConfig(
                accessKey,
                refreshKey,
                accessKeyPrevious,
                refreshKeyPrevious,
                issuer,
                audience,
                clientId,
                accessTtl,
                ttl,
                sessionMaxAge,
                cacheBytes);
    }

    public TestTokenConfig withSessionMaxAge(Duration age) {
        return new TestTokenConfig(
                accessKey,
                refreshKey,
                accessKeyPrevious,
                refreshKeyPrevious,
                issuer,
                audience,
                clientId,
                accessTtl,
                refreshTtl,
                age,
                cacheBytes);
    }

    public TestTokenConfig withCacheBytes(long bytes) {
        return new TestTokenConfig(
                accessKey,
                refreshKey,
                accessKeyPrevious,
                refreshKeyPrevious,
                issuer,
                audience,
                clientId,
                accessTtl,
                refreshTtl,
                sessionMaxAge,
                bytes);
    }

    public SigningKeys newKeys() {
        return new SigningKeys(this, TestKeys.none());
    }

    public TokenIssuer newIssuer() {
        return new TokenIssuer(newKeys(), this);
    }

    public TokenVerifier newVerifier(Clock clock) {
        return newVerifier(new VerifiedTokenCache(this, clock), clock);
    }

    public TokenVerifier newVerifier(VerifiedTokenCache cache, Clock clock) {
        return new TokenVerifier(newKeys(), cache, this, clock);
    }
}
