package dev.latchkey.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.stand.Packaged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged service, started as an operator does, with a setting that is wrong. */
class ProductionStartIT {
    private static final int EX_CONFIG = 78;

    private static final Map<String, String> GOOD = Map.of(
            "DATABASE_URL",
            "mongodb://localhost:1/latchkey",
            "REDIS_HOST",
            "localhost:1",
            "JWT_ACCESS_KEY",
            "a".repeat(32),
            "JWT_REFRESH_KEY",
            "b".repeat(32));

    @ParameterizedTest
    @CsvSource({
        "JWT_REFRESH_KEY, '', is not set",
        "JWT_REFRESH_KEY, 0123456789, is shorter than 32 bytes",
        "JWT_REFRESH_KEY, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, is equal to JWT_ACCESS_KEY",
        "DATABASE_URL, '', is not set",
        "JWT_ACCESS_TTL, soon, is not a usable duration"
    })
    void endsAtOnceWithOneLine(String name, String value, String fault) throws Exception {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put(name, value);
        Ended ended = start(settings);
        assertEquals(EX_CONFIG, ended.exitCode(), ended::output);
        List<String> lines = ended.output().lines().toList();
        assertEquals(1, lines.size(), ended::output);
        assertTrue(lines.get(0).startsWith("Latchkey can't start: " + name + " " + fault), lines.get(0));
    }

    @Test
    void endsAtOnceWithOneLineIfNothingIsSet() throws Exception {
        Ended ended = start(Map.of());
        assertEquals(EX_CONFIG, ended.exitCode());
        assertEquals(1, ended.output().lines().count(), ended::output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DATABASE_URL", "REDIS_HOST", "JWT_ACCESS_KEY", "JWT_REFRESH_KEY"})
    void endsAtOnceIfASecretWasMadeWithEcho(String name) throws Exception {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put(name, GOOD.get(name) + "\n");
        Ended ended = start(settings);
        assertEquals(EX_CONFIG, ended.exitCode(), ended::output);
        assertEquals(
                1,
                ended.output()
                        .lines()
                        .filter(line -> line.contains(name + " begins or ends"))
                        .count(),
                ended::output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8", "tr_TR.UTF-8", "en_US.ISO-8859-1"})
    void endsAtOnceWithAKeyThatTheLocaleWouldChange(String locale) throws Exception {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("LC_ALL", locale);
        String umlauts = "\\303\\244".repeat(40);
        String command =
                "JWT_ACCESS_KEY=\"$(printf '" + umlauts + "')\" exec " + String.join(" ", Packaged.command(List.of()));
        Ended ended = end(new ProcessBuilder("sh", "-c", command), settings);
        assertEquals(EX_CONFIG, ended.exitCode(), ended::output);
        assertTrue(ended.output().contains("JWT_ACCESS_KEY holds what is not printable ASCII"), ended::output);
    }

    @ParameterizedTest
    @CsvSource({
        ".env, REFRESH_GRACE=10d, REFRESH_GRACE",
        ".env, LATCHKEY_THROTTLE_ENABLED=false, LATCHKEY_THROTTLE_ENABLED",
        "config/application.properties, latchkey.token.access-key=short, latchkey.token.access-key",
        "elsewhere.properties, quarkus.http.proxy.proxy-address-forwarding=true,"
                + " quarkus.http.proxy.proxy-address-forwarding"
    })
    void endsIfASettingComesFromWhereItIsNotChecked(String name, String line, String fault, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, line);
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put(
                "SMALLRYE_CONFIG_LOCATIONS",
                folder.resolve("elsewhere.properties").toString());
        Ended ended = end(new ProcessBuilder(Packaged.command(List.of())).directory(folder.toFile()), settings);
        assertEquals(EX_CONFIG, ended.exitCode(), ended::output);
        assertTrue(ended.output().contains(fault + " is set in a file"), ended::output);
    }

    /** Its values would be others than those that were checked. */
    @Test
    void endsInAnotherProfile() throws Exception {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("QUARKUS_PROFILE", "dev");
        Ended ended = start(settings);
        assertEquals(EX_CONFIG, ended.exitCode(), ended::output);
        assertTrue(ended.output().contains("QUARKUS_PROFILE names another profile than prod"), ended::output);
    }

    @Test
    void checksASettingThatIsASystemPropertyAsWell() throws Exception {
        Ended ended = end(new ProcessBuilder(Packaged.command(List.of("-DREFRESH_GRACE=soon"))), GOOD);
        assertEquals(EX_CONFIG, ended.exitCode(), ended::output);
        assertTrue(ended.output().contains("REFRESH_GRACE is not a usable duration"), ended::output);
    }

    /** By its name in Quarkus it would be taken in place of the setting that was checked. */
    @Test
    void endsIfASystemPropertyGoesRoundASetting() throws Exception {
        Ended ended = end(new ProcessBuilder(Packaged.command(List.of("-Dquarkus.redis.client-type=cluster"))), GOOD);
        assertEquals(EX_CONFIG, ended.exitCode(), ended::output);
        assertEquals(
                "Latchkey can't start: quarkus.redis.client-type is not a setting of Latchkey; set"
                        + " QUARKUS_REDIS_CLIENT_TYPE instead",
                ended.output().strip());
    }

    private record Ended(int exitCode, String output) {}

    private static Ended start(Map<String, String> settings) throws IOException, InterruptedException {
        return end(new ProcessBuilder(Packaged.command(List.of())), settings);
    }

    private static Ended end(ProcessBuilder builder, Map<String, String> settings)
            throws IOException, InterruptedException {
        builder.redirectErrorStream(true);
        builder.environment().keySet().removeAll(GOOD.keySet());
        builder.environment().putAll(settings);
        Process process = builder.start();
        try {
            byte[] output = process.getInputStream().readAllBytes();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            return new Ended(process.exitValue(), new String(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
