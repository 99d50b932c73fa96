package dev.latchkey.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredSettingsTest {
    @Test
    void letStartWhatIsAsItMustBe() {
        assertEquals(Optional.empty(), fault(TestSettings.good()));
    }

    @Test
    void refuseThePreviousAccessKeyAsTheRefreshKey() {
        Map<String, String> settings =
                TestSettings.with("JWT_ACCESS_KEY_PREVIOUS", TestSettings.good().get("JWT_REFRESH_KEY"));
        String line = fault(settings).orElseThrow();
        assertTrue(line.contains("JWT_REFRESH_KEY is equal to JWT_ACCESS_KEY_PREVIOUS"), line);
    }

    @Test
    void takeAPreviousKeyThatIsEmptyForNone() {
        Map<String, String> settings = TestSettings.with("JWT_ACCESS_KEY_PREVIOUS", "");
        settings.put("JWT_REFRESH_KEY_PREVIOUS", "");
        assertEquals(Optional.empty(), fault(settings));
    }

    @Test
    void refuseTextsOfMailsThatCannotBeUsed(@TempDir Path folder) throws IOException {
        Map<String, String> settings = TestSettings.with("MAIL_TEMPLATES", folder.toString());
        assertEquals(Optional.empty(), fault(settings));
        Files.writeString(folder.resolve("recovery.de.txt"), "{mail.link} {#if");
        String line = fault(settings).orElseThrow();
        assertTrue(line.contains("MAIL_TEMPLATES can't be used: ") && line.contains("[recovery.de.txt:1]"), line);
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_URL, '', is not set",
        "DATABASE_URL, mongodb://db, is not a MongoDB address that names a database",
        "DATABASE_URL, db/latchkey, is not a MongoDB address that names a database",
        "OTEL_EXPORTER_OTLP_ENDPOINT, not a url, is not an address of http or https",
        "OTEL_EXPORTER_OTLP_ENDPOINT, localhost:4317, is not an address of http or https",
        "DATABASE_URL, mongodb://db/a.b, is not a MongoDB address that names a database",
        "DATABASE_URL, mongodb+srv://db.invalid/a.b?w=1, is not a MongoDB address that names a database",
        "DATABASE_URL, mongodb://db/a%0Ab, is not a MongoDB address that names a database",
        "DATABASE_URL, mongodb://db/a234567890123456789012345678901234567890123456789012345678901234, is not a MongoDB"
                + " address that names a database",
        "REDIS_HOST, ' ', is not set",
        "REDIS_HOST, 'redis://a b', is not a Redis address",
        "JWT_ACCESS_KEY, '', is not set",
        "JWT_ACCESS_KEY, 0123456789012345678901234567890, is shorter than 32 bytes",
        "JWT_REFRESH_KEY, 0123456789, is shorter than 32 bytes",
        "JWT_REFRESH_KEY, change-me-change-me-change-me-change-me, is an example value",
        "JWT_ACCESS_KEY, dev-only-access-key-0123456789abcdef, is an example value",
        "JWT_REFRESH_KEY, lYfUm/dV1zTz1yXr6pAbkqs0wV0p8cJm0b3XcEwqN3u6pYc1dW9g7YyYh8aE0b2K, is equal to JWT_ACCESS_KEY",
        "JWT_ACCESS_KEY_PREVIOUS, 0123456789, is shorter than 32 bytes",
        "JWT_REFRESH_KEY_PREVIOUS, change-me-change-me-change-me-change-me, is an example value",
        "JWT_REFRESH_KEY_PREVIOUS, lYfUm/dV1zTz1yXr6pAbkqs0wV0p8cJm0b3XcEwqN3u6pYc1dW9g7YyYh8aE0b2K, is equal to JWT_ACCESS_KEY",
        "THROTTLE_ENABLED, on, is neither true nor false",
        "THROTTLE_LOGIN_PER_ACCOUNT, 10, is not a usable limit",
        "THROTTLE_LOGIN_PER_ADDRESS, 10/0s, is not a usable limit",
        "THROTTLE_LOGIN_PER_ADDRESS, 10/106751991167300d, is not a usable limit",
        "THROTTLE_SESSION_PER_ADDRESS, 1000, is not a usable limit",
        "THROTTLE_SESSION_PER_ACCOUNT, -60/1h, is not a usable limit",
        "THROTTLE_REGISTER_PER_ADDRESS, /1h, is not a usable limit",
        "THROTTLE_REFRESH_PER_ADDRESS, 0/1m, is not a usable limit",
        "TRUSTED_PROXIES, proxy.internal, is not a list of addresses or ranges of them",
        "SERVICE_KEYS, name=orders sha256=secret, is not a list of service keys",
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
        "TRUSTED_PROXIES, 010.0.0.1, is not a list of addresses or ranges of them",
        "TRUSTED_PROXIES, 10.0.0.1:80, is not a list of addresses or ranges of them",
        "REDIS_HOST, 'host:', is not a Redis address",
        "REDIS_TIMEOUT, 100d, is not a usable duration; set it to one from 1ms to 1m",
        "REDIS_TIMEOUT, 0s, is not a usable duration",
        "MONGODB_TIMEOUT, 61s, is not a usable duration; set it to one from 1ms to 1m",
        "SHUTDOWN_DELAY, -1s, is not a usable duration",
        "MAX_CONNECTIONS, 0, is not a usable number; set it to one from 1 to 1000000",
        "CORS_ORIGINS, *, is not a list of origins",
        "CORS_ORIGINS, app.example.com, is not a list of origins",
        "CORS_ORIGINS, https://app.example.com/, is not a list of origins",
        "CORS_ORIGINS, https://App.example.com, is not a list of origins",
        "CORS_ORIGINS, https://app.example.com:443, is not a list of origins",
        "CORS_ORIGINS, 'https://a.example.com,*', is not a list of origins",
        "PORT, eighty, is not a usable number",
        "QUARKUS_MANAGEMENT_PORT, 8080, is equal to PORT",
        "QUARKUS_MANAGEMENT_PORT, 65536, is not a usable number; set it to one from 0 to 65535",
        "DEMO_ENABLED, yes, is neither true nor false",
        "PAGES_ENABLED, no, is neither true nor false",
        "LOG_JSON, no, is neither true nor false",
        "OTEL_SDK_DISABLED, 0, is neither true nor false",
        "STORES_CA_FILE, /nowhere/ca.pem, is not a PEM file of certificates that can be read",
        "STORES_CA_FILE, pom.xml, is not a PEM file of certificates that can be read",
        "QUARKUS_REDIS_CLIENT_TYPE, replication, is no kind of Redis that Latchkey knows",
        "REDIS_HOST, 'redis://a,redis://b', does not fit QUARKUS_REDIS_CLIENT_TYPE",
        "LATCHKEY_TOKEN_ACCESS_KEY, 0123456789, is not a setting of Latchkey; set JWT_ACCESS_KEY instead",
        "_PROD_JWT_ACCESS_KEY, 0123456789, is not a setting of Latchkey; set JWT_ACCESS_KEY instead",
        "latchkey.token.access-key, 0123456789, is not a setting of Latchkey; set JWT_ACCESS_KEY instead",
        "QUARKUS_MONGODB_CONNECTION_STRING, mongodb://db/other, is not a setting of Latchkey; set DATABASE_URL instead"
    })
    void nameTheSettingThatIsWrong(String name, String value, String fault) {
        Map<String, String> settings = TestSettings.with(name, value);
        String line = fault(settings).orElseThrow();
        assertTrue(line.startsWith("Latchkey can't start: " + name + " " + fault), line);
        assertFalse(line.contains("\n"));
    }

    @Test
    void refuseADatabaseNumberOfACluster() {
        Map<String, String> settings = TestSettings.with("REDIS_HOST", "redis://a,redis://b/1");
        settings.put("QUARKUS_REDIS_CLIENT_TYPE", "cluster");
        assertTrue(fault(settings).orElseThrow().contains("REDIS_HOST does not fit QUARKUS_REDIS_CLIENT_TYPE"));
    }

    @Test
    void sayWhatToDoAboutAnUnderscore() {
        String line = fault(TestSettings.with("REDIS_HOST", "redis://:secret@my_redis:6379"))
                .orElseThrow();
        assertTrue(line.contains("REDIS_HOST names a host with an underscore; give the host a name of"), line);
    }

    @ParameterizedTest
    @CsvSource({
        "REFRESH_GRACE, 0s",
        "JWT_ACCESS_KEY_PREVIOUS, ' '",
        "REDIS_TIMEOUT, 1m",
        "QUARKUS_REDIS_CLIENT_TYPE, Sentinel",
        "PASSWORD_CONTEXT_WORDS, 'Acme, Road Runner'",
        "JWT_ACCESS_TTL, 1s",
        "JWT_REFRESH_TTL, PT720H",
        "BCRYPT_COST, 31",
        "STORES_CA_FILE, ''",
        "JWT_ACCESS_KEY, $$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$",
        "JWT_ACCESS_KEY, 'a$$b\\$c\\\\d,e\\,f${PATH}g\"h''i+j 0123456789'",
        "REDIS_HOST, 'rediss://user:p%40+w@[::1]:6380/2'",
        "DATABASE_URL, mongodb://my_db:27017/latchkey",
        "QUARKUS_REDIS_CLIENT_TYPE, standalone",
        "QUARKUS_MANAGEMENT_PORT, 0",
        "PASSWORD_HASHES_AT_ONCE, 1",
        "PORT, 0",
        "CORS_ORIGINS, ''",
        "CORS_ORIGINS, 'https://app.example.com, http://localhost:3000'"
    })
    void letStartWhatIsJustFit(String name, String value) {
        assertEquals(Optional.empty(), fault(TestSettings.with(name, value)));
    }

    @Test
    void refuseTheDefaultPortOfManagementAsThatOfTheApi() {
        String line = fault(TestSettings.with("PORT", "9000")).orElseThrow();
        assertTrue(line.contains("QUARKUS_MANAGEMENT_PORT is equal to PORT"), line);
    }

    @Test
    void neverTellTheValue() {
        Map<String, String> settings = TestSettings.with("JWT_ACCESS_KEY", "s3cret");
        assertFalse(fault(settings).orElseThrow().contains("s3cret"));
    }

    private static Optional<String> fault(Map<String, String> settings) {
        return new RequiredSettings(new Environment(settings)).fault();
    }
}
