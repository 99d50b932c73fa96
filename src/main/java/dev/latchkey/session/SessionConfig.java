package dev.latchkey.session;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of the sessions. */
@ConfigMapping(prefix = "latchkey.session")
public interface SessionConfig {

    /** All of a user's sessions are one answer of {@code GET /sessions}, and are read at each sign-in. */
    int MOST_PER_USER = 1_000;

    /** {@code SESSIONS_PER_USER}: how many may go on at once; one more ends the one used least recently. */
    int perUser();

    /** {@code REFRESH_GRACE}: how long after its rotation the previous refresh token still gets its successor. */
    Duration refreshGrace();
}
