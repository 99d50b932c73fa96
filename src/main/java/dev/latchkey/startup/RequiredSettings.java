package dev.latchkey.startup;

import dev.latchkey.mail.MailTemplates;
import dev.latchkey.settings.DeclaredSetting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a production start demands of its settings: what {@link dev.latchkey.settings.Settings} declares. Says what is
 * wrong in one line, without telling any value.
 */
final class RequiredSettings {
    private static final String TEXTS = "MAIL_TEMPLATES";

    private final Environment environment;
    private final List<DeclaredSetting> settings = DeclaredSetting.all();

    RequiredSettings(Environment environment) {
        this.environment = environment;
    }

    /** The first thing that is wrong; empty if the service may start. */
    Optional<String> fault() {
        return new VerbatimSettings(environment)
                .fault()
                .or(this::missing)
                .or(this::unfit)
                .or(new CombinedSettings(environment)::fault)
                .or(this::unusableTexts);
    }

    private Optional<String> missing() {
        return settings.stream()
                .filter(setting -> setting.setting().required())
                .filter(setting -> environment.value(setting.name()).orElse("").isBlank())
                .findFirst()
                .map(setting -> Environment.fault(setting.name(), "is not set", setting.remedy()));
    }

    private Optional<String> unfit() {
        return settings.stream().flatMap(setting -> unfit(setting).stream()).findFirst();
    }

    /** What is not set is fit: it has a default. */
    private Optional<String> unfit(DeclaredSetting setting) {
        return environment
                .value(setting.name())
                .flatMap(setting::missedBy)
                .map(form -> Environment.fault(setting.name(), form.fault(), form.remedy(setting.setting())));
    }

    private Optional<String> unusableTexts() {
        try {
            MailTemplates.read(
                    environment.value(TEXTS).filter(folder -> !folder.isBlank()).map(Path::of));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    Environment.fault(TEXTS, "can't be used: " + e.getMessage(), "correct the file, or take it out"));
        }
    }
}
