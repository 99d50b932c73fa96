package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers;
import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Load;
import dev.latchkey.stand.Load.Exchange;
import dev.latchkey.stand.Stand;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client was told is there, is there: also if MongoDB was killed the moment after. */
@Tag("faults")
class RegistrationFaultIT {
    private static final int CLIENTS = 4;
    private static final int REGISTRATIONS = 200;
    private static final Duration TO_RUN = Duration.ofSeconds(30);
    private static final Set<Integer> DONE_OR_LATER = Set.of(201, 503);

    @AutoClose
    private static final Stand STAND = Stand.defaults();

    private final Queue<String> registered = new ConcurrentLinkedQueue<>();

    @Test
    void holdsThoughMongoDbIsKilledMeanwhile() {
        try (Load load = new Load()) {
            STAND.both().forEach(replica -> load.with(CLIENTS, () -> register(replica)));
            await("registrations").atMost(TO_RUN).until(() -> registered.size() > REGISTRATIONS);
            STAND.mongo().process().kill();
            int before = registered.size();
            STAND.mongo().process().start();
            await("registrations afterwards").atMost(TO_RUN).until(() -> registered.size() > before + REGISTRATIONS);

            Set<Integer> statuses = new HashSet<>();
            load.stop().stream().map(Exchange::answer).map(Answer::status).forEach(statuses::add);
            assertTrue(DONE_OR_LATER.containsAll(statuses), statuses::toString);
        }
        for (String email : registered) {
            Answer login = STAND.two().login(email);
            assertEquals(200, login.status(), login::body);
        }
        System.out.printf(
                Locale.ROOT,
                "faults: MongoDB SIGKILLed during registrations: %,d of %<,d that were answered 201 can log in%n",
                registered.size());
    }

    private Answer register(Client replica) {
        String email = TestUsers.newEmail();
        Answer answer = replica.register(email);
        if (answer.status() == 201) {
            registered.add(email);
        }
        return answer;
    }
}
