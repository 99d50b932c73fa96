package dev.latchkey.attack;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.latchkey.TestServices;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.Folders;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.token.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table's tokens once more, for installations whose access tokens are signed with a key pair. Both stores hang
 * meanwhile: a token that made the service ask one would be answered 503.
 */
@Tag("faults")
class KeyPairAttackFaultIT {
    private static final Map<String, String> SETTINGS =
            Map.of("REDIS_TIMEOUT", "5s", "MONGODB_TIMEOUT", "5s", "SERVICE_KEYS", TestServices.SETTING);

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.startInMemory();

    @AutoClose
    private static final RedisProcess REDIS = RedisProcess.start(RedisProcess.AOF);

    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void forgedTokensAreRefusedBeforeAStoreIsAsked(AccessAlgorithm algorithm) throws IOException {
        PrivateKey key = TestKeys.generate(algorithm);
        try (Replica replica = start(algorithm, key);
                ServerSocketChannel trap = ServerSocketChannel.open()) {
            trap.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            trap.configureBlocking(false);
            String address = "http://127.0.0.1:" + ((InetSocketAddress) trap.getLocalAddress()).getPort() + "/keys";
            Client client = replica.client();
            SignedInUser user = client.register();
            assertTheUnspoiltOneIsLetThrough(client, user, algorithm, key);
            List<Attack> attacks = Stream.concat(
                            TokenAttacks.of(user, address, algorithm, key),
                            KeyPairAttacks.of(user, address, algorithm, key))
                    .toList();

            whileTheStoresHang(() -> assertAll(attacks.stream()
                    .map(attack -> () -> Verdict.check(attack, RawAnswer.to(client.service(), attack.request())))));

            assertNull(trap.accept(), "somebody has looked for a key");
            assertEquals(200, client.details(user.accessToken()).status());
            assertEquals(200, client.refresh(user.refreshToken()).status());
            System.out.printf(
                    Locale.ROOT,
                    "faults: %,d forged tokens for %s, each refused while Redis and MongoDB hang%n",
                    attacks.size(),
                    algorithm);
        }
    }

    private static Replica start(AccessAlgorithm algorithm, PrivateKey key) {
        Path file = Folders.ofData("keys").toPath().resolve("keys.pem");
        TestKeys.writeText(file, TestKeys.pem(key));
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(TestKeys.settings(algorithm, file));
        return Replica.start(MONGO.address(), REDIS.address(), settings);
    }

    /** Written by hand and spelled otherwise, it is good: so it is the fault of each row that it is refused. */
    private static void assertTheUnspoiltOneIsLetThrough(
            Client client, SignedInUser user, AccessAlgorithm algorithm, PrivateKey key) {
        String token = Place.DETAILS
                .forgery(user)
                .signedByKeyPair(algorithm, key)
                .header("jku", "http://127.0.0.1:1/")
                .compact();
        assertEquals(200, client.details(token).status());
        assertEquals(
                true, client.introspect(token, TestServices.ORDERS_KEY).body().startsWith("{\"active\":true"));
    }

    private static void whileTheStoresHang(Runnable check) {
        REDIS.process().stop();
        MONGO.process().stop();
        try {
            check.run();
        } finally {
            MONGO.process().goOn();
            REDIS.process().goOn();
        }
    }
}
