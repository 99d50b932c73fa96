package dev.latchkey.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsafeSettingsTest {
    @Test
    void sayNothingOfWhatIsSafe() {
        assertEquals(List.of(), warnings(TestSettings.good()));
    }

    @ParameterizedTest
    @CsvSource({
        "JWT_ACCESS_KEY, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "JWT_REFRESH_KEY, abcabcabcabcabcabcabcabcabcabcabcabc",
        "JWT_REFRESH_KEY_PREVIOUS, 0123456789012345678901234567890123456789",
        "JWT_ACCESS_KEY_PREVIOUS, abcdefghijklmnopqrstuvwxyzabcdefghijklmnop",
        "JWT_ACCESS_KEY, passwordpasswordpasswordpassword",
        "REFRESH_GRACE, 3000d",
        "REFRESH_GRACE, 6m",
        "JWT_ACCESS_TTL, 61m",
        "JWT_REFRESH_TTL, 3650d",
        "BCRYPT_COST, 4",
        "BCRYPT_COST, 9",
        "BCRYPT_COST, 31",
        "THROTTLE_ENABLED, false",
        "REDIS_POLICY_CHECK, false",
        "DEMO_ENABLED, true",
        "CORS_ORIGINS, 'https://a.example.com,http://b.example.com'",
        "TRUSTED_PROXIES, '10.0.0.1, 0.0.0.0/0'",
        "TRUSTED_PROXIES, ::/0",
        "DATABASE_URL, mongodb://db/latchkey?tls=true&tlsInsecure=true",
        "DATABASE_URL, mongodb://db/latchkey?tls=true&tlsAllowInvalidHostnames=true",
        "DATABASE_URL, mongodb://user:secret@db/latchkey",
        "REDIS_HOST, redis://:secret@redis:6379",
        "SHUTDOWN_DELAY, 61s",
        "LATCHKEY_REDIS_MIN_VERSION, 6.2",
        "latchkey.token.cache-bytes, 0",
        "THROTLE_ENABLED, false",
        "JWT_ACCES_TTL, 5m",
        "DATABASE_URI, mongodb://db/latchkey"
    })
    void nameWhatIsUnsafe(String name, String value) {
        Map<String, String> settings = TestSettings.with(name, value);
        if (name.equals("DATABASE_URI")) {
            settings.remove("DATABASE_URL");
        }
        List<String> warnings = warnings(settings);
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith(name + " "), warnings::toString);
        assertFalse(warnings.get(0).contains("secret"), warnings::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "REFRESH_GRACE, 5m",
        "JWT_ACCESS_TTL, 1h",
        "SHUTDOWN_DELAY, 1m",
        "BCRYPT_COST, 10",
        "BCRYPT_COST, 14",
        "TRUSTED_PROXIES, '10.0.0.0/8,fd00::/32,192.0.2.7'",
        "CORS_ORIGINS, https://a.example.com",
        "DATABASE_URL, mongodb://user:secret@db/latchkey?tls=true",
        "DATABASE_URL, mongodb://user:secret@localhost:27017/latchkey",
        "REDIS_HOST, rediss://:secret@redis:6379",
        "REDIS_HOST, redis://:secret@127.0.0.1:6379",
        "REDIS_PORT, tcp://10.0.0.2:6379",
        "SPORT, 1",
        "QUARKUS_REDIS_CLIENT_TYPE, sentinel",
        "JWT_ACCESS_KEY_PREVIOUS, ' '",
        "CORS_ORIGINS, ''"
    })
    void sayNothingOfWhatIsJustSafe(String name, String value) {
        assertEquals(List.of(), warnings(TestSettings.with(name, value)));
    }

    private static List<String> warnings(Map<String, String> settings) {
        return new UnsafeSettings(new Environment(settings)).warnings();
    }
}
