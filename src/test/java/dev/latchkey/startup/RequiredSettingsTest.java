package dev.latchkey.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredSettingsTest {
    private static final Map<String, String> GOOD = Map.of(
            "DATABASE_URL",
            "mongodb://db/latchkey",
            "REDIS_HOST",
            "redis",
            "JWT_ACCESS_KEY",
            "a".repeat(32),
            "JWT_REFRESH_KEY",
            "b".repeat(32));

    @Test
    void letStartWhatIsAsItMustBe() {
        assertEquals(Optional.empty(), fault(GOOD));
    }

    @Test
    void refuseThePreviousAccessKeyAsTheRefreshKey() {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("JWT_ACCESS_KEY_PREVIOUS", GOOD.get("JWT_REFRESH_KEY"));
        String line = fault(settings).orElseThrow();
        assertTrue(line.contains("JWT_REFRESH_KEY is equal to JWT_ACCESS_KEY_PREVIOUS"), line);
    }

    @Test
    void takeAPreviousKeyThatIsEmptyForNone() {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("JWT_ACCESS_KEY_PREVIOUS", "");
        settings.put("JWT_REFRESH_KEY_PREVIOUS", "");
        assertEquals(Optional.empty(), fault(settings));
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_URL, '', is not set",
        "DATABASE_URL, mongodb://db, is not a MongoDB address that names a database",
        "DATABASE_URL, db/latchkey, is not a MongoDB address that names a database",
        "REDIS_HOST, ' ', is not set",
        "REDIS_HOST, 'redis://a b', is not a Redis address",
        "JWT_ACCESS_KEY, '', is not set",
        "JWT_ACCESS_KEY, 0123456789012345678901234567890, is shorter than 32 bytes",
        "JWT_REFRESH_KEY, 0123456789, is shorter than 32 bytes",
        "JWT_REFRESH_KEY, change-me-change-me-change-me-change-me, is an example value",
        "JWT_ACCESS_KEY, dev-only-access-key-0123456789abcdef, is an example value",
        "JWT_REFRESH_KEY, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, is equal to JWT_ACCESS_KEY",
        "JWT_ACCESS_KEY, '${JWT_REFRESH_KEY:0123456789012345678901234567890}', 'holds ${, which would be replaced'",
        "JWT_ACCESS_KEY_PREVIOUS, 0123456789, is shorter than 32 bytes",
        "JWT_REFRESH_KEY_PREVIOUS, change-me-change-me-change-me-change-me, is an example value",
        "JWT_REFRESH_KEY_PREVIOUS, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, is equal to JWT_ACCESS_KEY",
        "THROTTLE_ENABLED, on, is neither true nor false",
        "THROTTLE_LOGIN_PER_ACCOUNT, 10, is not a usable limit",
        "THROTTLE_LOGIN_PER_ADDRESS, 10/0s, is not a usable limit",
        "THROTTLE_LOGIN_PER_ADDRESS, 10/106751991167300d, is not a usable limit",
        "THROTTLE_SESSION_PER_ADDRESS, 1000, is not a usable limit",
        "THROTTLE_SESSION_PER_ACCOUNT, -60/1h, is not a usable limit",
        "THROTTLE_REGISTER_PER_ADDRESS, /1h, is not a usable limit",
        "THROTTLE_REFRESH_PER_ADDRESS, 0/1m, is not a usable limit",
        "TRUSTED_PROXIES, proxy.internal, is not a list of addresses or ranges of them",
        "JWT_ACCESS_TTL, 0s, is not a usable duration",
        "JWT_ACCESS_TTL, 999999999999d, is not a usable duration",
        "JWT_ACCESS_TTL, 3651d, is not a usable duration",
        "JWT_REFRESH_TTL, soon, is not a usable duration",
        "SESSION_MAX_AGE, -1d, is not a usable duration",
        "SESSION_MAX_AGE, 59s, is not a usable duration",
        "SESSIONS_PER_USER, 0, is not a usable number",
        "SESSIONS_PER_USER, 1001, is not a usable number",
        "REFRESH_GRACE, -1s, is not a usable duration",
        "BCRYPT_COST, 3, is not a usable number",
        "BCRYPT_COST, 32, is not a usable number",
        "PASSWORD_HASHES_AT_ONCE, 0, is not a usable number",
        "PASSWORD_HASHES_AT_ONCE, all, is not a usable number",
        "JWT_ACCESS_TTL, '', is not a usable duration",
        "REDIS_POLICY_CHECK, yes, is neither true nor false",
        "JWT_ISSUER, '', is empty",
        "CORS_ORIGINS, *, is not a list of origins",
        "CORS_ORIGINS, app.example.com, is not a list of origins",
        "CORS_ORIGINS, https://app.example.com/, is not a list of origins",
        "CORS_ORIGINS, https://App.example.com, is not a list of origins",
        "CORS_ORIGINS, https://app.example.com:443, is not a list of origins",
        "CORS_ORIGINS, 'https://a.example.com,*', is not a list of origins",
        "PORT, eighty, is not a usable number"
    })
    void nameTheSettingThatIsWrong(String name, String value, String fault) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put(name, value);
        String line = fault(settings).orElseThrow();
        assertTrue(line.startsWith("Latchkey can't start: " + name + " " + fault + "; "), line);
        assertFalse(line.contains("\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "REFRESH_GRACE, 0s",
        "JWT_ACCESS_TTL, 1s",
        "JWT_REFRESH_TTL, PT720H",
        "BCRYPT_COST, 31",
        "PASSWORD_HASHES_AT_ONCE, 1",
        "PORT, 0",
        "CORS_ORIGINS, ''",
        "CORS_ORIGINS, 'https://app.example.com, http://localhost:3000'"
    })
    void letStartWhatIsJustFit(String name, String value) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put(name, value);
        assertEquals(Optional.empty(), fault(settings));
    }

    @Test
    void neverTellTheValue() {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("JWT_ACCESS_KEY", "s3cret");
        assertFalse(fault(settings).orElseThrow().contains("s3cret"));
    }

    private static Optional<String> fault(Map<String, String> settings) {
        return new RequiredSettings(new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(settings, "test", 100))
                        .build())
                .fault();
    }
}
