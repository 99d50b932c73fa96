package dev.latchkey.startup;

import dev.latchkey.settings.DeclaredSetting;
import dev.latchkey.settings.Unsafe;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What of the settings works, and is unsafe. Says so in one line each, without telling any value. */
final class UnsafeSettings {
    private final Environment environment;
    private final MappedSettings mapped = MappedSettings.OF_THE_BUILD;

    /** @param environment which {@link RequiredSettings} finds no fault with */
    UnsafeSettings(Environment environment) {
        this.environment = environment;
    }

    List<String> warnings() {
        return Stream.of(hazards(), overrides(), misspelt())
                .flatMap(warnings -> warnings)
                .toList();
    }

    /** Those that {@link dev.latchkey.settings.Settings} declares. */
    private Stream<String> hazards() {
        return DeclaredSetting.all().stream().flatMap(setting -> setting.hazards().stream()
                .filter(hazard -> isPresent(hazard, setting.name()))
                .map(hazard -> setting.name() + " " + hazard.when().why() + hazard.because()));
    }

    /** What is blank counts as not set. */
    private boolean isPresent(Unsafe hazard, String name) {
        return environment
                .value(name)
                .filter(value -> !value.isBlank())
                .filter(value -> hazard.when().isIn(value, hazard.than()))
                .isPresent();
    }

    /** They are taken, in place of what the service is delivered with. */
    private Stream<String> overrides() {
        return environment
                .names()
                .filter(mapped::isForTests)
                .map(name -> name + " overrides what Latchkey needs for its promises: leave it out");
    }

    private Stream<String> misspelt() {
        Set<String> known = mapped.variables();
        return environment.names().filter(name -> !known.contains(name)).flatMap(name -> known.stream()
                .filter(setting -> environment.value(setting).isEmpty() && Spelling.isLike(name, setting))
                .map(setting -> name + " is not a setting: " + setting + " may be meant"));
    }
}
