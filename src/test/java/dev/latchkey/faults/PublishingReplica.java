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
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** A replica whose access tokens others can check, and the key that it signs with. */
record PublishingReplica(AccessAlgorithm algorithm, PrivateKey key, Replica replica, PublicJsonWebKey published)
        implements AutoCloseable {

    /** Starts it; returns when it is ready. */
    static PublishingReplica start(
            AccessAlgorithm algorithm, String database, String redis, Map<String, String> settings) {
        PrivateKey key = TestKeys.generate(algorithm);
        Path file = Folders.ofData("keys").toPath().resolve("keys.pem");
        TestKeys.writeText(file, TestKeys.pem(key));
        Map<String, String> all = new HashMap<>(settings);
        all.put("JWT_ACCESS_ALG", algorithm.name());
        all.put("JWT_KEYS_FILE", file.toString());
        Replica replica = Replica.start(database, redis, all);
        return new PublishingReplica(algorithm, key, replica, published(replica));
    }

    private static PublicJsonWebKey published(Replica replica) {
        try {
            String jwks =
                    replica.client().request("GET", "/.well-known/jwks.json").body();
            return (PublicJsonWebKey) new JsonWebKeySet(jwks).getJsonWebKeys().get(0);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with the claims of a good one, which names the key and is not signed by it. */
    TestTokens like(String accessToken) {
        return TestTokens.like(accessToken).header("kid", published.getKeyId());
    }

    /** The same, signed: as good as the one whose claims it has, until it is spoilt. */
    TestTokens signed(String accessToken) {
        return like(accessToken).header("alg", algorithm.name()).signedWith(key, signature());
    }

    /** Java's name of the algorithm. */
    String signature() {
        return algorithm == AccessAlgorithm.EdDSA ? "Ed25519" : "SHA256withRSA";
    }

    /** The key that everybody knows. */
    String publicPem() {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN PUBLIC KEY-----\n"
                + lines.encodeToString(published.getPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    @Override
    public void close() {
        replica.close();
    }
}
