package dev.latchkey.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.ExpressionConfigSourceInterceptor;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting gets through Quarkus's configuration as it is. */
class VerbatimEnvironmentTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$",
                "$$",
                "$$$",
                "$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$",
                "a$$b",
                "a\\$b",
                "a\\\\$b",
                "a\\b",
                "a\\\\b",
                "${KEY}",
                "${nothing}",
                "${nothing:default}",
                "\\${KEY}",
                "$${KEY}",
                "${",
                "$}",
                "$:",
                "}",
                "a,b",
                "a\\,b",
                "\"quoted\"",
                "'quoted'",
                "a b",
                "a+b%2B#c"
            })
    void takesAValueAsItIs(String value) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(
                        new EnvConfigSource(Map.of("KEY", value, "QUARKUS_REDIS_PASSWORD", value), 300),
                        new PropertiesConfigSource(Map.of("mapped", "${KEY:}", "twice", "${mapped}"), "file", 250))
                .withInterceptors(new VerbatimEnvironment(), new ExpressionConfigSourceInterceptor())
                .build();
        assertEquals(value, config.getConfigValue("KEY").getValue());
        assertEquals(value, config.getValue("mapped", String.class));
        assertEquals(value, config.getValue("twice", String.class));
        assertEquals(value, config.getValue("quarkus.redis.password", String.class));
    }

    @Test
    void takesASettingThatIsASystemPropertyAsItIs() {
        System.setProperty("SETTING_OF_A_TEST", "a$$b${x}");
        System.setProperty("other.property", "${SETTING_OF_A_TEST}");
        try {
            SmallRyeConfig config = new SmallRyeConfigBuilder()
                    .withSources(new SysPropConfigSource())
                    .withInterceptors(new VerbatimEnvironment(), new ExpressionConfigSourceInterceptor())
                    .build();
            assertEquals("a$$b${x}", config.getConfigValue("SETTING_OF_A_TEST").getValue());
            assertEquals("a$$b${x}", config.getConfigValue("other.property").getValue());
        } finally {
            System.clearProperty("SETTING_OF_A_TEST");
            System.clearProperty("other.property");
        }
    }
}
