package dev.latchkey.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting has one name, and its value is taken as it is. */
class VerbatimSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_URL",
                "REDIS_HOST",
                "JWT_ACCESS_KEY",
                "JWT_ISSUER",
                "REFRESH_GRACE",
                "QUARKUS_REDIS_PASSWORD"
            })
    void refuseABlankOrALineBreakAtTheEnds(String name) {
        String value = TestSettings.good().getOrDefault(name, "30s");
        for (String padded :
                List.of(value + "\n", value + "\r\n", " " + value, value + "\t", value + " ", "\u2003" + value)) {
            assertTrue(
                    fault(TestSettings.with(name, padded))
                            .orElse("none")
                            .contains(name + " begins or ends with a blank"),
                    name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00e9",
                "\ufffd",
                "\ufeff",
                "\u00a0",
                "\u0000",
                "\u001b",
                "\u007f",
                "\n",
                "\t",
                "\ud83d\ude00",
                "\u0661"
            })
    void refuseWhatIsNotPrintableAscii(String text) {
        String key = "0123456789abcdef" + text + "0123456789abcdef";
        for (String name : List.of("JWT_ACCESS_KEY", "JWT_REFRESH_KEY_PREVIOUS", "JWT_ISSUER", "DATABASE_URL")) {
            assertTrue(
                    fault(TestSettings.with(name, key))
                            .orElse("none")
                            .contains(name + " holds what is not printable ASCII"),
                    name);
        }
    }

    @Test
    void refuseAKeyThatTheLocaleMadeOfReplacementCharacters() {
        assertTrue(
                fault(TestSettings.with("JWT_ACCESS_KEY", "\ufffd".repeat(40))).isPresent());
    }

    @Test
    void leaveTheVariablesOfOthersAlone() {
        Map<String, String> settings = TestSettings.good();
        settings.put("LATCHKEY_PORT", "tcp://10.0.0.1:8080"); // Kubernetes does, for a Service of that name
        settings.put("REDIS_PORT", "tcp://10.0.0.2:6379");
        settings.put("LS_COLORS", " \u00e9\n");
        assertEquals(Optional.empty(), fault(settings));
    }

    @ParameterizedTest
    @CsvSource({
        "quarkus.redis.client-type, QUARKUS_REDIS_CLIENT_TYPE",
        "%prod.quarkus.redis.client-type, QUARKUS_REDIS_CLIENT_TYPE",
        "latchkey.redis.client-type, QUARKUS_REDIS_CLIENT_TYPE",
        "quarkus.http.limits.max-connections, MAX_CONNECTIONS",
        "quarkus.redis.timeout, REDIS_TIMEOUT",
        "quarkus.management.port, QUARKUS_MANAGEMENT_PORT",
        "quarkus.log.console.json.enabled, LOG_JSON",
        "latchkey.token.access-key, JWT_ACCESS_KEY",
        "%prod.BCRYPT_COST, BCRYPT_COST",
        "latchkey.password.context-words[0], PASSWORD_CONTEXT_WORDS",
        "quarkus.redis.hosts, REDIS_HOST",
        "%prod.quarkus.redis.hosts, REDIS_HOST",
        "quarkus.http.proxy.proxy-address-forwarding, TRUSTED_PROXIES"
    })
    void refuseASystemPropertyThatGoesRoundASetting(String property, String setting) {
        assertEquals(
                Optional.of("Latchkey can't start: " + property + " is not a setting of Latchkey; set " + setting
                        + " instead"),
                fault(withSystemProperty(property, "1")));
    }

    /** Quarkus would take it in place of the setting, though {@code application.properties} does not name it. */
    @ParameterizedTest
    @CsvSource({
        "QUARKUS_REDIS_HOSTS, REDIS_HOST",
        "QUARKUS_REDIS_HOSTS_PROVIDER_NAME, REDIS_HOST",
        "QUARKUS_REDIS__DEFAULT__HOSTS, REDIS_HOST",
        "QUARKUS_REDIS___DEFAULT___CLIENT_TYPE, QUARKUS_REDIS_CLIENT_TYPE",
        "_PROD_QUARKUS_REDIS_HOSTS, REDIS_HOST",
        "QUARKUS_REDIS_TLS_TRUST_ALL, STORES_CA_FILE",
        "LATCHKEY_PASSWORD_CONTEXT_WORDS_0_, PASSWORD_CONTEXT_WORDS",
        "QUARKUS_MONGODB_HOSTS, DATABASE_URL",
        "QUARKUS_MONGODB_DATABASE, DATABASE_URL",
        "QUARKUS_MONGODB_CREDENTIALS_PASSWORD, DATABASE_URL",
        "QUARKUS_MONGODB_TLS_INSECURE, DATABASE_URL",
        "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING, TRUSTED_PROXIES",
        "QUARKUS_HTTP_CORS_ENABLED, CORS_ORIGINS",
        "QUARKUS_OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT"
    })
    void refuseWhatReplacesASetting(String name, String setting) {
        assertEquals(
                Optional.of(
                        "Latchkey can't start: " + name + " is not a setting of Latchkey; set " + setting + " instead"),
                fault(TestSettings.with(name, "1")));
    }

    /** Its promises rest on them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUARKUS_REDIS_TLS_HOSTNAME_VERIFICATION_ALGORITHM",
                "QUARKUS_MONGODB_WRITE_CONCERN_W",
                "QUARKUS_MANAGEMENT_ENABLED",
                "quarkus.thread-pool.max-threads"
            })
    void refuseToChangeWhatLatchkeyFixes(String name) {
        assertEquals(
                Optional.of("Latchkey can't start: " + name + " is not a setting of Latchkey; leave it out"),
                fault(TestSettings.with(name, "1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUARKUS_HTTP_HOST",
                "QUARKUS_MANAGEMENT_HOST",
                "QUARKUS_REDIS_MASTER_NAME",
                "QUARKUS_REDIS_MAX_POOL_SIZE",
                "QUARKUS_LOG_LEVEL"
            })
    void leaveOtherSettingsOfQuarkusAlone(String name) {
        assertEquals(Optional.empty(), fault(TestSettings.with(name, "1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.io.tmpdir",
                "port",
                "quarkus.http.port",
                "quarkus.http.test-port",
                "quarkus.log.file.path",
                "quarkus.profile",
                "user.name"
            })
    void leaveOtherSystemPropertiesAlone(String property) {
        assertEquals(Optional.empty(), fault(withSystemProperty(property, " ")));
    }

    @Test
    void takeASystemPropertyOfTheSameNameFirst() {
        assertTrue(fault(withSystemProperty("REFRESH_GRACE", "soon"))
                .orElse("none")
                .contains("REFRESH_GRACE is not"));
    }

    private static Map<String, String> withSystemProperty(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return Environment.of(TestSettings.good(), properties).variables();
    }

    private static Optional<String> fault(Map<String, String> settings) {
        return new RequiredSettings(new Environment(settings)).fault();
    }
}
