package dev.latchkey.settings;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting is declared in the tree, mapped in {@code application.properties}, and explained in the table. */
class SettingsTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Z0-9_]+)`");

    @Test
    void haveOneNameEach() {
        assertEquals(declared().size(), DeclaredSetting.all().size());
    }

    @Test
    void areAllMappedToTheirProperty() throws IOException {
        Properties mapping = mapping();
        properties()
                .forEach((variable, property) -> assertTrue(
                        mapping.stringPropertyNames().stream()
                                .filter(name -> name.equals(property) || name.equals("%prod." + property))
                                .anyMatch(name -> mapping.getProperty(name).contains("${" + variable)),
                        variable + " is not mapped to " + property));
    }

    @Test
    void areAllThatIsMapped() throws IOException {
        Set<String> mapped = new TreeSet<>();
        mapping().values().forEach(value -> VARIABLE.matcher(value.toString())
                .results()
                .forEach(variable -> mapped.add(variable.group(1))));
        assertEquals(declared(), mapped);
    }

    @Test
    void areAllThatTheTableExplains() throws IOException {
        Set<String> explained = new TreeSet<>();
        Files.readString(Path.of("docs", "settings.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(row ->
                        NAME.matcher(row.split("\\|")[1]).results().forEach(name -> explained.add(name.group(1))));
        assertEquals(declared(), explained);
    }

    /** So each is checked; what may be anything is {@code PASSWORD_CONTEXT_WORDS} alone. */
    @Test
    void haveAForm() {
        assertEquals(
                Set.of("PASSWORD_CONTEXT_WORDS"),
                DeclaredSetting.all().stream()
                        .filter(setting -> setting.setting().form() == Form.ANY)
                        .map(DeclaredSetting::name)
                        .collect(toSet()));
    }

    @Test
    void haveDefaultsThatAreFitAndSafe() throws IOException {
        SmallRyeConfig config = config(Map.of());
        Map<String, String> properties = properties();
        for (DeclaredSetting setting : DeclaredSetting.all()) {
            String value = config.getConfigValue(properties.get(setting.name())).getValue();
            boolean isSet = value != null && !value.isEmpty();
            if (isSet && !setting.setting().required()) {
                assertTrue(setting.missedBy(value).isEmpty(), setting.name());
                setting.hazards()
                        .forEach(hazard -> assertFalse(hazard.when().isIn(value, hazard.than()), setting.name()));
            }
        }
    }

    /** Read as Quarkus will, from the text that the check has found to be fit. */
    @Test
    void areReadAsTheirTypes() throws IOException {
        SmallRyeConfig config = config(Map.of(
                "TRUSTED_PROXIES", "10.0.0.0/8, ::1",
                "CORS_ORIGINS", "https://a.example.com, https://b.example.com",
                "QUARKUS_REDIS_CLIENT_TYPE", "Cluster"));
        assertEquals(
                2,
                config.getConfigMapping(Settings.Http.class)
                        .trustedProxies()
                        .orElseThrow()
                        .all()
                        .size());
        assertEquals(
                2,
                config.getConfigMapping(Settings.Http.class)
                        .corsOrigins()
                        .orElseThrow()
                        .all()
                        .size());
        assertEquals(
                RedisType.CLUSTER, config.getConfigMapping(Settings.Redis.class).clientType());
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATCHKEY_REDIS_PORT", "LATCHKEY_HTTP_SERVICE_HOST", "LATCHKEY_PORT"})
    void leaveAVariableThatKubernetesMakesOfAServiceAlone(String name) throws IOException {
        assertFalse(properties().values().stream()
                .map(property -> property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                .anyMatch(name::equals));
    }

    private static Set<String> declared() {
        return DeclaredSetting.all().stream().map(DeclaredSetting::name).collect(TreeSet::new, Set::add, Set::addAll);
    }

    /** By the names of the variables. */
    private static Map<String, String> properties() {
        return Settings.GROUPS.stream()
                .flatMap(group -> Arrays.stream(group.getMethods()))
                .filter(value -> value.isAnnotationPresent(Setting.class))
                .collect(toMap(value -> value.getAnnotation(Setting.class).name(), SettingsTest::property));
    }

    private static String property(Method value) {
        String prefix =
                value.getDeclaringClass().getAnnotation(ConfigMapping.class).prefix();
        return prefix + "."
                + Pattern.compile("[A-Z]")
                        .matcher(value.getName())
                        .replaceAll(capital -> "-" + capital.group().toLowerCase(Locale.ROOT));
    }

    private static SmallRyeConfig config(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("JWT_ACCESS_KEY", "a", "JWT_REFRESH_KEY", "b"));
        all.putAll(environment);
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withProfile("prod")
                .withSources(
                        new PropertiesConfigSource(Settings.class.getResource("/application.properties"), 100),
                        new PropertiesConfigSource(all, "environment", 300));
        Settings.GROUPS.forEach(builder::withMapping);
        return builder.build();
    }

    private static Properties mapping() throws IOException {
        Properties mapping = new Properties();
        try (InputStream file = Settings.class.getResourceAsStream("/application.properties")) {
            mapping.load(file);
        }
        return mapping;
    }
}
