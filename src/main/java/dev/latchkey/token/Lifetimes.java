package dev.latchkey.token;

import dev.latchkey.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How long tokens and sessions last by the settings in force. Shorter ones hold at once, also for what began under
 * longer ones; longer ones prolong nothing that is out already, since that has its own {@code exp}.
 */
@Singleton
public final class Lifetimes {
    private final Duration accessTtl;
    private final Duration refreshTtl;
    private final Duration sessionMaxAge;

    public Lifetimes(Settings.Token config) {
        this.accessTtl = config.accessTtl();
        this.refreshTtl = config.refreshTtl();
        this.sessionMaxAge = config.sessionMaxAge();
    }

    /** When a session is too old, however often it was refreshed; in whole seconds, as in its tokens. */
    public Instant endOfAge(String sessionId) {
        return TokenId.createdAt(sessionId).plus(sessionMaxAge).truncatedTo(ChronoUnit.SECONDS);
    }

    /** When a session that was refreshed last at this time is over; in whole seconds, as in its tokens. */
    public Instant endOfSession(String sessionId, Instant refreshedAt) {
        Instant unused = refreshedAt.plus(refreshTtl).truncatedTo(ChronoUnit.SECONDS);
        return earlier(unused, endOfAge(sessionId));
    }

    /** When an access token that was issued at this time has expired: never later than its session. */
    public Instant endOfAccessToken(String sessionId, Instant issuedAt) {
        return earlier(issuedAt.plus(accessTtl), endOfSession(sessionId, issuedAt));
    }

    /** When a refresh token that was issued at this time has expired, whatever the age of its session. */
    public Instant endOfRefreshToken(Instant issuedAt) {
        return issuedAt.plus(refreshTtl);
    }

    /** What began before this is too old. */
    public Instant oldestBegin(Instant now) {
        return now.minus(sessionMaxAge);
    }

    /** What was refreshed last before this is over. */
    public Instant oldestRefresh(Instant now) {
        return now.minus(refreshTtl);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
