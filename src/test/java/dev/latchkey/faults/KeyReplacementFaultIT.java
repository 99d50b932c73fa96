package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.Stand;
import dev.latchkey.token.TestTokens;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys are replaced in three rolling deploys (docs/operations.md), and nobody has to sign in again. */
@Tag("faults")
class KeyReplacementFaultIT {
    private static final int USERS = 20;
    private static final String NEW_ACCESS_KEY = "new-access-key-0123456789-0123456789";
    private static final String NEW_REFRESH_KEY = "new-refresh-key-0123456789-0123456789";

    private static final Map<String, String> NEW_ONE_VERIFIES =
            Map.of("JWT_ACCESS_KEY_PREVIOUS", NEW_ACCESS_KEY, "JWT_REFRESH_KEY_PREVIOUS", NEW_REFRESH_KEY);
    private static final Map<String, String> NEW_ONE_SIGNS = Map.of(
            "JWT_ACCESS_KEY",
            NEW_ACCESS_KEY,
            "JWT_REFRESH_KEY",
            NEW_REFRESH_KEY,
            "JWT_ACCESS_KEY_PREVIOUS",
            TestTokens.ACCESS_KEY,
            "JWT_REFRESH_KEY_PREVIOUS",
            TestTokens.REFRESH_KEY);
    private static final Map<String, String> ONLY_THE_NEW_ONE =
            Map.of("JWT_ACCESS_KEY", NEW_ACCESS_KEY, "JWT_REFRESH_KEY", NEW_REFRESH_KEY);

    @AutoClose
    private static final Stand STAND = Stand.start();

    @Test
    void isNoticedByNobody() {
        try (Replica verifies = STAND.oneMore(NEW_ONE_VERIFIES);
                Replica signs = STAND.oneMore(NEW_ONE_SIGNS);
                Replica replaced = STAND.oneMore(ONLY_THE_NEW_ONE)) {
            for (int i = 0; i < USERS; i++) {
                SignedInUser user = STAND.one().register();
                user = meets(STAND.one(), verifies.client(), user);
                user = meets(verifies.client(), signs.client(), user);
                user = meets(signs.client(), replaced.client(), user);
                assertEquals(
                        "invalid_token", STAND.one().details(user.accessToken()).code());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "faults: keys replaced in three steps, two of them side by side: 0 of %d signed out%n",
                USERS);
    }

    /** The replicas of two steps run side by side: each takes the tokens of the other. */
    private static SignedInUser meets(Client before, Client after, SignedInUser user) {
        SignedInUser byAfter = refresh(after, user);
        SignedInUser byBefore = refresh(before, byAfter);
        return refresh(after, byBefore);
    }

    private static SignedInUser refresh(Client replica, SignedInUser user) {
        assertEquals(200, replica.details(user.accessToken()).status());
        return replica.refresh(user.refreshToken()).renewed(user);
    }
}
