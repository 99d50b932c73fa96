package dev.latchkey.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;

/** Key pairs, and files of them as an operator would write. */
public final class TestKeys {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private TestKeys() {}

    /** The settings of an installation whose access tokens are HMACs, with nothing published. */
    public static PublishedKeys none() {
        return new PublishedKeys(new Config(AccessAlgorithm.HS256, Optional.empty()), Clock.systemUTC());
    }

    public static PublishedKeys of(AccessAlgorithm algorithm, Path file, Clock clock) {
        return new PublishedKeys(new Config(algorithm, Optional.of(file.toString())), clock);
    }

    private record Config(AccessAlgorithm algorithm, Optional<String> file) implements Settings.AccessKeys {}

    public static PrivateKey generate(AccessAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case EdDSA ->
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
                case RS256 -> generateRsa(2048);
                case HS256 -> throw new IllegalArgumentException("has no key pair");
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static PrivateKey generateRsa(int bits) {
        try {
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(bits);
            return rsa.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By which the key is named in tokens and among the published ones. */
    public static String kid(PrivateKey key) {
        return keyPair(key).getKeyId();
    }

    /** The public key, as whoever attacks has it, too. */
    public static PublicKey publicKey(PrivateKey key) {
        return keyPair(key).getPublicKey();
    }

    /** The same as a JWK. */
    public static Map<String, Object> publicJwk(PrivateKey key) {
        return keyPair(key).toParams(OutputControlLevel.PUBLIC_ONLY);
    }

    /** The ids of the keys that are published now, in their order. */
    public static List<String> published(PublishedKeys keys) throws IOException {
        return StreamSupport.stream(JSON.readTree(keys.jwks()).get("keys").spliterator(), false)
                .map(jwk -> jwk.get("kid").textValue())
                .toList();
    }

    private static PublicJsonWebKey keyPair(PrivateKey key) {
        return KeyPairs.parse(JsonNodeFactory.instance.objectNode().put("pem", pem(key)), Set.of())
                .jwk();
    }

    /** As {@code openssl genpkey} writes it. */
    public static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n" + LINES.encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** @param times such as {@code "signFrom":"2027-01-31T00:00:00Z"} */
    public static String entry(PrivateKey key, String... times) {
        return "{\"pem\":\"" + pem(key).replace("\n", "\\n") + "\""
                + Arrays.stream(times).map(time -> "," + time).collect(Collectors.joining()) + "}";
    }

    /** The settings of an installation that signs with the keys of this file. */
    public static Map<String, String> settings(AccessAlgorithm algorithm, Path file) {
        return Map.of("JWT_ACCESS_ALG", algorithm.name(), "JWT_KEYS_FILE", file.toString());
    }

    /** Writes a file of these entries. */
    public static void write(Path file, String... entries) {
        writeText(file, "{\"keys\":[" + String.join(",", entries) + "]}");
    }

    public static void writeText(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
