package dev.latchkey.token;

import java.time.Instant;

/**
 * All that a pair of tokens says. Equal grants give equal tokens, byte for byte: HS256 is deterministic and the ids
 * follow from the session and its generation.
 *
 * @param generation how often the session has been rotated
 * @param issuedAt   when this generation began
 * @param endsAt     when the session ends unless it is refreshed; neither token outlives it
 */
public record Grant(Subject subject, String sessionId, int generation, Instant issuedAt, Instant endsAt) {

    /** Neither token may expire before it was issued, not even by what whole seconds make of the times. */
    public Grant {
        if (endsAt.getEpochSecond() <= issuedAt.getEpochSecond()) {
            throw new IllegalArgumentException("a session ends after its tokens are issued");
        }
    }

    String tokenId(TokenType type) {
        return TokenId.of(sessionId, generation, type);
    }
}
