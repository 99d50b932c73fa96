package dev.latchkey.k8s;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where settings come from, and that secrets come from elsewhere. */
interface SettingPromises {

    Overlay overlay();

    @Test
    default void noSecretIsRendered() {
        assertEquals(List.of(), overlay().all(Secret.class));
        variables()
                .filter(variable -> variable.getName().startsWith("JWT_")
                        && variable.getName().contains("KEY"))
                .forEach(key -> assertNotNull(key.getValueFrom().getSecretKeyRef(), key.getName()));
        assertEquals(
                List.of(),
                overlay().settings().keySet().stream()
                        .filter(setting -> setting.startsWith("JWT_") && setting.contains("KEY"))
                        .toList());
    }

    @Test
    default void settingsAreThoseOfTheReadme() {
        Set<String> documented = Documentation.settings();
        Stream.concat(variables().map(EnvVar::getName), overlay().settings().keySet().stream())
                .forEach(setting -> assertTrue(documented.contains(setting), setting));
        secretKeys().forEach(reference -> assertTrue(documented.contains(reference.getKey()), reference.getKey()));
    }

    @Test
    default void settingsWithoutADefaultAreSet() {
        Set<String> set = variables().map(EnvVar::getName).collect(toCollection(TreeSet::new));
        set.addAll(overlay().settings().keySet());
        Set<String> required = Documentation.settings().stream()
                .filter(setting -> Documentation.hasNoDefault(setting))
                .collect(toSet());
        assertEquals(Set.of("DATABASE_URL", "REDIS_HOST", "JWT_ACCESS_KEY", "JWT_REFRESH_KEY"), required);
        assertTrue(set.containsAll(required), () -> "set are " + set);
    }

    @Test
    default void aVariableIsCalledWhatItIsInTheSecret() {
        variables()
                .filter(variable -> variable.getValueFrom() != null)
                .forEach(variable -> assertEquals(
                        variable.getName(),
                        variable.getValueFrom().getSecretKeyRef().getKey()));
    }

    @Test
    default void secretsAreThoseThatTheDocumentationSaysToMake() {
        String documentation = Documentation.text(Path.of("docs", "kubernetes.md"));
        secretKeys()
                .forEach(reference -> assertTrue(documentation
                        .lines()
                        .anyMatch(row -> row.startsWith("| `" + reference.getName() + "` ")
                                && row.contains("`" + reference.getKey() + "`"))));
    }

    private Stream<EnvVar> variables() {
        return overlay().serviceContainer().getEnv().stream();
    }

    private Stream<SecretKeySelector> secretKeys() {
        return variables().filter(variable -> variable.getValueFrom() != null).map(variable -> variable.getValueFrom()
                .getSecretKeyRef());
    }
}
