package dev.latchkey.discovery;

import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.token.TestKeys;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An installation whose access tokens others verify. */
public final class KeyPairProfile implements QuarkusTestProfile {
    static final String ISSUER = "https://auth.example.com";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path file = Files.createTempFile("keys", ".pem");
            file.toFile().deleteOnExit();
            TestKeys.writeText(file, TestKeys.pem(TestKeys.generate(AccessAlgorithm.EdDSA)));
            return Map.of("JWT_ACCESS_ALG", "EdDSA", "JWT_KEYS_FILE", file.toString(), "JWT_ISSUER", ISSUER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
