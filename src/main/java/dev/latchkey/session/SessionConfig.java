package dev.latchkey.session;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of the sessions. */
@ConfigMapping(prefix = "latchkey.session")
public interface SessionConfig {

    /** {@code SESSION_MAX_AGE}: a session ends then, however often it was refreshed. */
    Duration maxAge();

    /** {@code REFRESH_GRACE}: how long after its rotation the previous refresh token still gets its successor. */
    Duration refreshGrace();
}
