package dev.latchkey.token;

import java.time.Clock;
import java.time.Duration;

/** The settings that the test profile runs with, for tests that start no application; and what is built from them. */
public record TestTokenConfig(
        String accessKey, String refreshKey, String issuer, Duration accessTtl, Duration refreshTtl)
        implements TokenConfig {

    public static TestTokenConfig standard() {
        return new TestTokenConfig(
                TestTokens.ACCESS_KEY,
                TestTokens.REFRESH_KEY,
                TestTokens.ISSUER,
                TestTokens.ACCESS_TTL,
                TestTokens.REFRESH_TTL);
    }

    public TestTokenConfig withKeys(String access, String refresh) {
        return new TestTokenConfig(access, refresh, issuer, accessTtl, refreshTtl);
    }

    public TestTokenConfig withIssuer(String other) {
        return new TestTokenConfig(accessKey, refreshKey, other, accessTtl, refreshTtl);
    }

    public TestTokenConfig withAccessTtl(Duration ttl) {
        return new TestTokenConfig(accessKey, refreshKey, issuer, ttl, refreshTtl);
    }

    public SigningKeys newKeys() {
        return new SigningKeys(this);
    }

    public TokenIssuer newIssuer() {
        return new TokenIssuer(newKeys(), this);
    }

    public TokenVerifier newVerifier(Clock clock) {
        return new TokenVerifier(newKeys(), this, clock);
    }
}
