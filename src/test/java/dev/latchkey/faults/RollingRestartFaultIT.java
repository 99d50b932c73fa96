package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Load;
import dev.latchkey.stand.Load.Exchange;
import dev.latchkey.stand.Programs;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.Stand;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A rolling update: each replica is replaced in turn while clients use both, through a proxy that follows readiness. */
@Tag("faults")
class RollingRestartFaultIT {
    private static final int CLIENTS = 4;
    private static final int WARM = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AutoClose
    private static Stand stand;

    @AutoClose
    private static HaproxyProcess proxy;

    @BeforeAll
    static void start() {
        Programs.require("haproxy", "haproxy");
        stand = Stand.start();
        proxy = HaproxyProcess.start(stand.first(), stand.second());
    }

    @Test
    void isNotSeenByAnyClient() {
        Client client = proxy.client();
        SignedInUser user = client.register();
        // So many logins end the sessions used least recently (SESSIONS_PER_USER).
        SignedInUser other = client.register();
        try (Load load = new Load()) {
            load.with(CLIENTS, () -> client.details(user.accessToken()));
            load.with(1, () -> client.login(other.email()));
            load.with(1, client::status);
            awaitMore(load);
            for (Replica replica : List.of(stand.first(), stand.second())) {
                replica.process().terminate();
                assertEquals(0, replica.process().exitCode());
                replica.process().start();
                await("readiness").atMost(PATIENCE).until(replica::isReady);
                awaitMore(load);
            }
            List<Exchange> exchanges = load.stop();

            List<Exchange> failed = exchanges.stream()
                    .filter(exchange -> exchange.answer().status() != 200)
                    .toList();
            assertEquals(
                    "",
                    failed.stream()
                            .map(exchange -> exchange.answer().toString())
                            .collect(Collectors.joining("\n")));
            System.out.printf(
                    Locale.ROOT,
                    "faults: two replicas restarted in turn behind HAProxy: %,d of %,d requests failed%n",
                    failed.size(),
                    exchanges.size());
        }
    }

    private static void awaitMore(Load load) {
        int before = load.answers();
        await("the load to go on").atMost(PATIENCE).until(() -> load.answers() > before + WARM);
    }
}
