package dev.latchkey.oauth;

import dev.latchkey.observe.AuthEvents;
import dev.latchkey.session.SessionEndings;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Takes a token back, with all others of its session (RFC 7009). */
@Singleton
public final class Revocation {
    private final TokenReader tokens;
    private final SessionEndings endings;
    private final AuthEvents events;

    public Revocation(TokenReader tokens, SessionEndings endings, AuthEvents events) {
        this.tokens = tokens;
        this.endings = endings;
        this.events = events;
    }

    /**
     * Ends the session of a token, everywhere and at once; also of one that was replaced. Does nothing for what is no valid
     * token, or if its session is over. {@code unavailable} if it is not done; may be repeated.
     *
     * @param service who takes it back; empty for whoever has the token
     */
    void revoke(String text, Optional<String> service) {
        tokens.read(text)
                .filter(endings::endSessionOf)
                .ifPresent(token -> events.tokenRevoked(token.subject(), token.sessionId(), service.orElse(null)));
    }
}
