package dev.latchkey.token;

import dev.latchkey.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The HMAC keys of each kind of token: what tells the two kinds apart even if all else were equal. One signs; it and
 * the previous one, if there is any, verify.
 */
@Singleton
public final class SigningKeys {
    private final List<SecretKey> access;
    private final List<SecretKey> refresh;

    @Inject
    public SigningKeys(Settings.Token config) {
        this.access = hmacKeys(config.accessKey(), config.accessKeyPrevious());
        this.refresh = hmacKeys(config.refreshKey(), config.refreshKeyPrevious());
    }

    /** The key that signs. */
    SecretKey signing(TokenType type) {
        return verifying(type).get(0);
    }

    /** The keys that verify, the one that signs first. */
    List<SecretKey> verifying(TokenType type) {
        return type == TokenType.ACCESS ? access : refresh;
    }

    private static List<SecretKey> hmacKeys(String current, Optional<String> previous) {
        return Stream.concat(Stream.of(current), previous.filter(key -> !key.isBlank()).stream())
                .map(SigningKeys::hmacKey)
                .toList();
    }

    private static SecretKey hmacKey(String secret) {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        if (key.length < Settings.MIN_KEY_BYTES) {
            throw new IllegalArgumentException("a key is shorter than " + Settings.MIN_KEY_BYTES + " bytes");
        }
        return new SecretKeySpec(key, "HmacSHA256");
    }
}
