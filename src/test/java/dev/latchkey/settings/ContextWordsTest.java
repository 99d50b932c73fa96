package dev.latchkey.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContextWordsTest {

    @Test
    void theWordsOfTheServiceAreItsNameItsIssuerAndThoseThatAreSet() throws IOException {
        assertEquals(List.of("latchkey", "latchkey"), contextWords(Map.of()));
        assertEquals(
                List.of("latchkey", "https://auth.example.com", "Acme", "Road Runner"),
                contextWords(Map.of(
                        "JWT_ISSUER", "https://auth.example.com", "PASSWORD_CONTEXT_WORDS", "Acme,Road Runner")));
    }

    private static List<String> contextWords(Map<String, String> environment) throws IOException {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(
                        new PropertiesConfigSource(Settings.Password.class.getResource("/application.properties"), 100),
                        new PropertiesConfigSource(environment, "environment", 300))
                .withMapping(Settings.Password.class)
                .build()
                .getConfigMapping(Settings.Password.class)
                .contextWords();
    }
}
