package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Stand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client that never got the answer to its refresh, and the thief who comes later. */
@Tag("faults")
class LostResponseFaultIT {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration REPEATED_AFTER = Duration.ofSeconds(20);

    @AutoClose
    private static final Stand STAND = Stand.start("REFRESH_GRACE", GRACE.toSeconds() + "s");

    @Test
    void isMadeUpForWithinTheGraceAndEndsTheSessionAfterIt() {
        SignedInUser user = STAND.one().register();
        Answer lost = STAND.one().refresh(user.refreshToken());
        Instant rotated = Instant.now();

        awaitTime(rotated.plus(REPEATED_AFTER));
        Answer repeated = STAND.two().refresh(user.refreshToken());
        assertEquals(lost.body(), repeated.body());
        SignedInUser newest = repeated.renewed(user);
        for (Client replica : STAND.both()) {
            assertEquals(200, replica.details(newest.accessToken()).status());
        }

        awaitTime(rotated.plus(GRACE));
        assertEquals("reused_token", STAND.one().refresh(user.refreshToken()).code());
        String figure = DeadTokens.refused(List.of(newest), STAND.both());
        System.out.printf(
                Locale.ROOT,
                "faults: refresh repeated %d s later (grace %d s): the same pair; after the grace reused_token, then %s%n",
                REPEATED_AFTER.toSeconds(),
                GRACE.toSeconds(),
                figure);
    }

    private static void awaitTime(Instant time) {
        await().atMost(GRACE.plusSeconds(5)).until(() -> Instant.now().isAfter(time));
    }
}
