package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Load;
import dev.latchkey.stand.Load.Exchange;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.ServerProcess;
import dev.latchkey.stand.Stand;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A store that hangs: the worst way to fail, since nothing is refused and every request could wait for it. */
@Tag("faults")
class StoppedStoreFaultIT {
    private static final int GUARDED_CLIENTS = 20;
    private static final long MAX_MILLIS_WITHOUT_REDIS = 1_200;
    private static final long MAX_MILLIS_WITHOUT_MONGODB = 2_200;

    @AutoClose
    private static final Stand STAND = Stand.defaults();

    @Test
    void isAnsweredWith503InTimeIfItIsRedis() {
        show("Redis", STAND.redis().process(), MAX_MILLIS_WITHOUT_REDIS);
    }

    @Test
    void isAnsweredWith503InTimeIfItIsMongoDb() {
        show("MongoDB", STAND.mongo().process(), MAX_MILLIS_WITHOUT_MONGODB);
    }

    /** All replicas share it: none would be left for what needs no MongoDB. */
    @Test
    void takesNoReplicaOutOfServiceIfItIsMongoDb() {
        SignedInUser user = STAND.one().register();
        STAND.mongo().process().stop();
        try {
            for (Replica replica : List.of(STAND.first(), STAND.second())) {
                await("the fault to be seen")
                        .until(() -> replica.metrics().of("latchkey_store_available{store=\"mongodb\"}") == 0);
                assertTrue(replica.isReady());
                assertEquals(200, replica.client().verify(user.accessToken()).status());
                assertEquals(503, replica.client().details(user.accessToken()).status());
            }
        } finally {
            STAND.mongo().process().goOn();
        }
        await().until(() -> STAND.first().metrics().of("latchkey_store_available{store=\"mongodb\"}") == 1);
    }

    private static void show(String name, ServerProcess store, long maxMillis) {
        SignedInUser user = STAND.one().register();
        try (Load guarded = new Load();
                Load status = new Load()) {
            for (Client replica : STAND.both()) {
                guarded.with(GUARDED_CLIENTS, () -> replica.details(user.accessToken()));
                status.with(1, replica::status);
            }
            Outage outage = Outage.of(store, guarded);
            List<Exchange> answers = status.stop();
            assertTrue(answers.stream().allMatch(exchange -> exchange.answer().status() == 200), "/ needs no store");
            long slowest = answers.stream().mapToLong(Exchange::millis).max().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "faults: %s SIGSTOPped under load: %s; / 200 in %,d of %<,d, the slowest after %,d ms; %s%n",
                    name,
                    outage.refusedWithin(maxMillis),
                    answers.size(),
                    slowest,
                    outage.recovered());
        }
    }
}
