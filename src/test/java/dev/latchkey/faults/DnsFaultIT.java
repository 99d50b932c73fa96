package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.stand.Answer;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Packaged;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.ServerProcess;
import dev.latchkey.token.TestTokens;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An address of MongoDB that asks DNS, {@code mongodb+srv}, and a DNS that does not know it. */
@Tag("faults")
class DnsFaultIT {

    @Test
    void aStartGoesOnAndIsNotReady() {
        int port = Ports.free();
        int managementPort = Ports.free();
        try (RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
                ServerProcess process = new ServerProcess(
                        "replica",
                        port,
                        Map.of(
                                "DATABASE_URL",
                                "mongodb+srv://ada:secret@cluster0.latchkey.invalid/latchkey?w=1",
                                "REDIS_HOST",
                                redis.address(),
                                "JWT_ACCESS_KEY",
                                TestTokens.ACCESS_KEY,
                                "JWT_REFRESH_KEY",
                                TestTokens.REFRESH_KEY,
                                "PORT",
                                Integer.toString(port),
                                "QUARKUS_MANAGEMENT_PORT",
                                Integer.toString(managementPort)),
                        Packaged.command(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1")))) {
            Client client = new Client(URI.create("http://127.0.0.1:" + port));
            assertEquals(200, client.status().status());
            assertEquals(503, client.login("ada@example.com").status());
            Answer ready =
                    new Client(URI.create("http://127.0.0.1:" + managementPort)).request("GET", "/q/health/ready");
            assertEquals(503, ready.status());
            assertTrue(ready.body().contains("MongoDB"), ready::body);
            assertEquals(port, process.port());
        }
    }
}
