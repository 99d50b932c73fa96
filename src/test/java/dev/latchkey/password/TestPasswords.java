package dev.latchkey.password;

import dev.latchkey.observe.TestAudit;
import java.util.List;
import java.util.OptionalInt;

/** What hashes and judges passwords, outside of Quarkus. */
public final class TestPasswords {

    private TestPasswords() {}

    private record Config(int bcryptCost, OptionalInt hashesAtOnce, List<String> contextWords)
            implements PasswordConfig {}

    public static PasswordHasher hasher(int cost) {
        PasswordConfig config = config(cost);
        return new PasswordHasher(config, slots(config));
    }

    public static PasswordPolicy policy() {
        PasswordConfig config = config(4);
        return new PasswordPolicy(config, slots(config));
    }

    private static HashSlots slots(PasswordConfig config) {
        return new HashSlots(config, TestAudit.newMetrics());
    }

    private static PasswordConfig config(int cost) {
        return new Config(cost, OptionalInt.empty(), List.of());
    }

    static PasswordConfig withContextWords(String... words) {
        return new Config(4, OptionalInt.empty(), List.of(words));
    }
}
