package dev.latchkey.session;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A session in the list that a user gets of the own sessions.
 *
 * @param current whether it is the one that asks
 */
@RegisterForReflection
public record SessionView(
        String id,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        String ip,
        String userAgent,
        boolean current) {

    static SessionView of(Session session, Instant end, String currentId) {
        return new SessionView(
                session.id(),
                session.createdAt(),
                session.lastUsedAt(),
                end,
                session.ip(),
                session.userAgent(),
                session.id().equals(currentId));
    }
}
