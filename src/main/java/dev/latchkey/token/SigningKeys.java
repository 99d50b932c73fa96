package dev.latchkey.token;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The HMAC key of each kind of token: what tells the two kinds apart even if all else were equal. */
@Singleton
public final class SigningKeys {
    private final SecretKey access;
    private final SecretKey refresh;

    @Inject
    public SigningKeys(TokenConfig config) {
        this.access = hmacKey(config.accessKey());
        this.refresh = hmacKey(config.refreshKey());
    }

    SecretKey of(TokenType type) {
        return type == TokenType.ACCESS ? access : refresh;
    }

    private static SecretKey hmacKey(String secret) {
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }
}
