package dev.latchkey.oauth;

import dev.latchkey.token.InvalidTokenException;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.TokenVerifier;
import dev.latchkey.token.VerifiedToken;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a token of either type. */
@Singleton
final class TokenReader {
    private final TokenVerifier verifier;

    TokenReader(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    /** Empty if it is none of ours, or has expired. */
    Optional<VerifiedToken> read(String text) {
        return Stream.of(TokenType.ACCESS, TokenType.REFRESH)
                .flatMap(type -> verify(text, type).stream())
                .findFirst();
    }

    private Optional<VerifiedToken> verify(String text, TokenType type) {
        try {
            return Optional.of(verifier.verify(text, type));
        } catch (InvalidTokenException e) {
            return Optional.empty();
        }
    }
}
