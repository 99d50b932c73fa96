package dev.latchkey.faults;

import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.stand.Folders;
import dev.latchkey.stand.Replica;
import dev.latchkey.token.TestKeys;
import dev.latchkey.token.TestTokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** A replica whose access tokens others can check, and the key that it signs with. */
record PublishingReplica(AccessAlgorithm algorithm, PrivateKey key, Replica replica) implements AutoCloseable {

    /** Starts it; returns when it is ready. */
    static PublishingReplica start(
            AccessAlgorithm algorithm, String database, String redis, Map<String, String> settings) {
        PrivateKey key = TestKeys.generate(algorithm);
        Path file = Folders.ofData("keys").toPath().resolve("keys.pem");
        TestKeys.writeText(file, TestKeys.pem(key));
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(TestKeys.settings(algorithm, file));
        return new PublishingReplica(algorithm, key, Replica.start(database, redis, all));
    }

    /** A token with the claims of a good one, and as good until it is spoilt. */
    TestTokens signed(String accessToken) {
        return TestTokens.like(accessToken).signedByKeyPair(algorithm, key);
    }

    /** The key that everybody knows. */
    String publicPem() {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN PUBLIC KEY-----\n"
                + lines.encodeToString(TestKeys.publicKey(key).getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    @Override
    public void close() {
        replica.close();
    }
}
