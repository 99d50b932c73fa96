package dev.latchkey.password;

import dev.latchkey.observe.TestAudit;
import dev.latchkey.settings.Settings;
import java.util.List;
import java.util.OptionalInt;

/** What hashes and judges passwords, outside of Quarkus. */
public final class TestPasswords {

    private TestPasswords() {}

    private record Config(int bcryptCost, OptionalInt hashesAtOnce, List<String> contextWords)
            implements Settings.Password {}

    public static PasswordHasher hasher(int cost) {
        Settings.Password config = config(cost);
        return new PasswordHasher(config, slots(config));
    }

    public static PasswordPolicy policy() {
        Settings.Password config = config(4);
        return policy(config, slots(config));
    }

    static PasswordPolicy policy(Settings.Password config, HashSlots slots) {
        BreachedPasswords breached = new BreachedPasswords();
        GuessEstimator estimator = new GuessEstimator();
        return new PasswordPolicy(() -> breached, () -> estimator, slots, config);
    }

    private static HashSlots slots(Settings.Password config) {
        return new HashSlots(config, TestAudit.newEvents(), TestAudit.newGauges());
    }

    private static Settings.Password config(int cost) {
        return new Config(cost, OptionalInt.empty(), List.of());
    }

    static Settings.Password withContextWords(String... words) {
        return new Config(4, OptionalInt.empty(), List.of(words));
    }
}
