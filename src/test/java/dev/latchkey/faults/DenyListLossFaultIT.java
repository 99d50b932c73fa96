package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Stand;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A deny-list that is wiped, or killed and brought back: no revoked token lives again, and nobody is logged out. */
@Tag("faults")
class DenyListLossFaultIT {
    private static final int LOGOUTS = 200;
    private static final int SIGNED_IN = 100;

    @Test
    void flushedItBringsNothingBackAndCostsEachUserOneRefresh() {
        try (Stand stand = Stand.start()) {
            List<SignedInUser> signedOut = register(stand, LOGOUTS);
            List<SignedInUser> signedIn = register(stand, SIGNED_IN);
            signedOut.forEach(user -> logOut(stand, user));

            stand.redis().ask("FLUSHALL");

            String figure = DeadTokens.refused(signedOut, stand.both());
            signedIn.forEach(user -> goesOnAfterOneRefresh(stand, user));
            DeadTokens.refused(signedOut, stand.both());
            System.out.printf(
                    Locale.ROOT,
                    "faults: FLUSHALL: tokens of %d logouts: %s; signed-in users logged out: 0 of %d%n",
                    LOGOUTS,
                    figure,
                    SIGNED_IN);
        }
    }

    @Test
    void killedRightAfterLogoutsItBringsNothingBackFromItsAppendOnlyFile() {
        try (Stand stand = Stand.start()) {
            killedRightAfterLogouts(stand, "append-only file", () -> {});
        }
    }

    /** The snapshot is older than the logouts but has the epochs, so that they alone can't tell the loss. */
    @Test
    void killedRightAfterLogoutsItBringsNothingBackFromAnOldSnapshot() {
        try (Stand stand = Stand.start(RedisProcess.SNAPSHOTS_ON_DEMAND)) {
            killedRightAfterLogouts(stand, "old snapshot", () -> stand.redis().ask("SAVE"));
        }
    }

    private static void killedRightAfterLogouts(Stand stand, String persistence, Runnable beforeLogouts) {
        List<SignedInUser> signedOut = register(stand, LOGOUTS);
        List<SignedInUser> signedIn = register(stand, SIGNED_IN);
        beforeLogouts.run();
        signedOut.forEach(user -> logOut(stand, user));

        stand.redis().process().kill();
        stand.redis().process().start();

        stand.both().forEach(replica -> awaitAnswers(replica, signedIn.get(0)));
        assertEquals("1", stand.redis().ask("EXISTS", "denylist:{00}:epoch"), "the data came back");
        String figure = DeadTokens.refused(signedOut, stand.both());
        signedIn.forEach(user -> goesOnAfterOneRefresh(stand, user));
        System.out.printf(
                Locale.ROOT,
                "faults: Redis SIGKILLed after %d logouts, back with its %s: %s; signed-in users logged out: 0 of %d%n",
                LOGOUTS,
                persistence,
                figure,
                SIGNED_IN);
    }

    private static List<SignedInUser> register(Stand stand, int users) {
        return Stream.generate(stand.one()::register).limit(users).toList();
    }

    private static void logOut(Stand stand, SignedInUser user) {
        assertEquals(200, stand.one().logout(user).status());
    }

    private static void goesOnAfterOneRefresh(Stand stand, SignedInUser user) {
        assertEquals("stale_token", stand.one().details(user.accessToken()).code());
        SignedInUser renewed = stand.two().refresh(user.refreshToken()).renewed(user);
        for (Client replica : stand.both()) {
            assertEquals(200, replica.details(renewed.accessToken()).status());
        }
    }

    private static void awaitAnswers(Client replica, SignedInUser user) {
        await("answers from " + replica)
                .atMost(Duration.ofSeconds(5))
                .until(() -> replica.details(user.accessToken()).status() != 503);
    }
}
