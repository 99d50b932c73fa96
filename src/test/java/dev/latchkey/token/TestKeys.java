package dev.latchkey.token;

import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/** Key pairs, and files of them as an operator would write. */
public final class TestKeys {
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
                case RS256 -> {
                    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
                    rsa.initialize(2048);
                    yield rsa.generateKeyPair().getPrivate();
                }
                case HS256 -> throw new IllegalArgumentException("has no key pair");
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
