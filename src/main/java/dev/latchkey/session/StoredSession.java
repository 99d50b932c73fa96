package dev.latchkey.session;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A session in the export of all that is stored about a user. */
@RegisterForReflection
public record StoredSession(
        String id,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        Instant revokedAt,
        String signedInFrom,
        String ip,
        String userAgent) {

    static StoredSession of(Session session) {
        return new StoredSession(
                session.id(),
                session.createdAt(),
                session.lastUsedAt(),
                session.expiresAt(),
                session.revokedAt(),
                session.signedInFrom(),
                session.ip(),
                session.userAgent());
    }
}
