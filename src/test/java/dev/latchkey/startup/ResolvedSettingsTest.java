package dev.latchkey.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in use is what was checked. */
class ResolvedSettingsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jar:file:///[app]/app/latchkey.jar!/application.properties",
                "cached:latchkey.jar!/application.properties",
                "resource:/application.properties"
            })
    void mayComeFromThePackage(String place) {
        assertEquals(
                Optional.empty(),
                fault(new PropertiesConfigSource(Map.of("latchkey.demo.enabled", "true"), place, 250)));
    }

    @Test
    void mayComeFromTheEnvironment() {
        assertEquals(Optional.empty(), fault(new EnvConfigSource(Map.of("LATCHKEY_REDIS_MIN_VERSION", "6.2"), 300)));
    }

    @ParameterizedTest
    @CsvSource({
        "latchkey.throttle.enabled, set THROTTLE_ENABLED in the environment instead",
        "latchkey.password.context-words[0], set PASSWORD_CONTEXT_WORDS in the environment instead",
        "quarkus.redis.timeout, set REDIS_TIMEOUT in the environment instead",
        "quarkus.redis.hosts, set REDIS_HOST in the environment instead",
        "quarkus.http.proxy.proxy-address-forwarding, set TRUSTED_PROXIES in the environment instead",
        "latchkey.redis.min-version, leave it out",
        "quarkus.redis.tls.hostname-verification-algorithm, leave it out",
        "REFRESH_GRACE, set it in the environment alone"
    })
    void doNotComeFromAFile(String name, String remedy) throws IOException {
        Optional<String> line = Optional.of("Latchkey can't start: " + name + " is set in a file; " + remedy);
        assertEquals(line, fault(file(name, "1")));
        assertEquals(line, fault(file("%prod." + name, "1")));
    }

    @Test
    void mayBeInAFileThatIsNotTaken() throws IOException {
        assertEquals(
                Optional.empty(),
                fault(file("REFRESH_GRACE", "10d"), new EnvConfigSource(Map.of("REFRESH_GRACE", "30s"), 300)));
    }

    @Test
    void leaveOtherPropertiesOfAFileAlone() throws IOException {
        assertEquals(Optional.empty(), fault(file("quarkus.log.level", "DEBUG")));
    }

    @Test
    void areThoseOfProduction() {
        for (List<String> profiles : List.of(List.of("dev"), List.of("test"), List.of("prod", "staging"))) {
            assertEquals(
                    Optional.of("Latchkey can't start: QUARKUS_PROFILE names another profile than prod; leave it out"),
                    new ResolvedSettings(new SmallRyeConfigBuilder()
                                    .withProfiles(profiles)
                                    .build())
                            .fault());
        }
    }

    private ConfigSource file(String name, String value) throws IOException {
        Path file = folder.resolve("some.properties");
        Files.writeString(file, name + "=" + value);
        return new PropertiesConfigSource(file.toUri().toURL(), 260);
    }

    private static Optional<String> fault(ConfigSource... sources) {
        return new ResolvedSettings(new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .withProfile("prod")
                        .withSources(sources)
                        .build())
                .fault();
    }
}
