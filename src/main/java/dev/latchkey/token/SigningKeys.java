package dev.latchkey.token;

import dev.latchkey.settings.Settings;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of each kind of token: what tells the two kinds apart even if all else were equal. Refresh tokens have HMACs
 * only, since nobody else reads them; access tokens too ({@code JWT_ACCESS_ALG=HS256}), or else private keys of a file.
 */
@Singleton
public final class SigningKeys {
    private final SignatureAlgorithm accessAlgorithm;
    private final List<TokenKey> access;
    private final List<TokenKey> refresh;
    private final PublishedKeys published;

    @Inject
    public SigningKeys(Settings.Token config, PublishedKeys published) {
        this.accessAlgorithm = published.algorithm();
        this.published = published;
        this.access = hmacKeys(
                TokenType.ACCESS,
                Optional.of(config.accessKey()).filter(key -> signsAccessTokensByHmac()),
                config.accessKeyPrevious());
        this.refresh = hmacKeys(TokenType.REFRESH, Optional.of(config.refreshKey()), config.refreshKeyPrevious());
    }

    /**
     * The key that signs tokens of a generation that began at this time: whoever makes them again later takes the same.
     *
     * @throws NoSigningKeyException if there is none at the moment
     */
    TokenKey signing(TokenType type, Instant issuedAt) {
        if (type == TokenType.REFRESH) {
            return refresh.get(0);
        }
        return signsAccessTokensByHmac() ? access.get(0) : published.signing(issuedAt);
    }

    /** @throws NoSigningKeyException if access tokens can't be signed at the moment */
    void requireSigning() {
        if (!published.canSign()) {
            throw new NoSigningKeyException();
        }
    }

    /** The keys that verify, for now. */
    List<TokenKey> verifying(TokenType type) {
        return type == TokenType.REFRESH
                ? refresh
                : Stream.concat(access.stream(), published.verifying().stream()).toList();
    }

    /** Whether a key that has verified an access token still does: no other is {@linkplain VerifiedTokenCache kept}. */
    boolean isInForce(TokenKey key) {
        return access.contains(key) || published.isInForce(key);
    }

    /** An access key that others hold, who verified with it, is to sign nothing once it is replaced by a private one. */
    private boolean signsAccessTokensByHmac() {
        return accessAlgorithm == SignatureAlgorithm.HS256;
    }

    private static List<TokenKey> hmacKeys(TokenType type, Optional<String> current, Optional<String> previous) {
        return Stream.concat(current.stream(), previous.filter(key -> !key.isBlank()).stream())
                .map(secret -> TokenKey.hmac(type, secret))
                .toList();
    }
}
