package dev.latchkey.settings;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A setting, as {@link Settings} declares it.
 *
 * @param hazards which of its values are warned of
 */
public record DeclaredSetting(Setting setting, List<Unsafe> hazards) {

    /** All of them, in the order of the alphabet. */
    public static List<DeclaredSetting> all() {
        return Settings.GROUPS.stream()
                .flatMap(group -> Arrays.stream(group.getMethods()))
                .filter(value -> value.isAnnotationPresent(Setting.class))
                .map(DeclaredSetting::of)
                .sorted(Comparator.comparing(DeclaredSetting::name))
                .toList();
    }

    private static DeclaredSetting of(Method value) {
        return new DeclaredSetting(
                value.getAnnotation(Setting.class), List.of(value.getAnnotationsByType(Unsafe.class)));
    }

    /** The name of the environment variable. */
    public String name() {
        return setting.name();
    }

    /** What to set it to. */
    public String remedy() {
        return setting.form().remedy(setting);
    }

    /** What the text fails to be like, if it can't be taken for its value. */
    public Optional<Form> missedBy(String text) {
        return setting.form().missedBy(text, setting);
    }
}
