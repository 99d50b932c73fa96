package dev.latchkey.guard;

import dev.latchkey.denylist.Epoch;
import dev.latchkey.settings.ServiceKeys;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import jakarta.enterprise.context.RequestScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who makes the request under way, as its guards have found. */
@RequestScoped
public class Caller {
    private final Map<TokenType, VerifiedToken> tokens = new EnumMap<>(TokenType.class);
    private Epoch epoch;
    private ServiceKeys.Key serviceKey;

    void is(AuthenticatedToken found) {
        tokens.put(found.token().type(), found.token());
        epoch = found.epoch();
    }

    void is(ServiceKeys.Key service) {
        serviceKey = service;
    }

    /** The name of the service, on a method guarded by {@link ServiceKey}; empty if none was needed, nor presented. */
    public Optional<String> service() {
        return Optional.ofNullable(serviceKey).map(ServiceKeys.Key::name);
    }

    /** The access token, on a method guarded by {@link AccessToken}. */
    public VerifiedToken accessToken() {
        return Objects.requireNonNull(tokens.get(TokenType.ACCESS), "the method lacks @AccessToken");
    }

    /** The access token, on a method where it is optional. */
    public Optional<VerifiedToken> optionalAccessToken() {
        return Optional.ofNullable(tokens.get(TokenType.ACCESS));
    }

    /** The refresh token, on a method guarded by {@link RefreshToken}. */
    public VerifiedToken refreshToken() {
        return Objects.requireNonNull(tokens.get(TokenType.REFRESH), "the method lacks @RefreshToken");
    }

    /** In which the deny-list has let the caller's tokens through. */
    public Epoch epoch() {
        return epoch;
    }
}
