package dev.latchkey.denylist;

import java.util.Locale;

/** Why a token or a session is on the deny-list; kept as the value of its key. */
public enum DenyReason {
    /** The refresh token was exchanged, and the access token replaced with it. */
    ROTATED,
    /** The user signed out of the session. */
    LOGOUT,
    /** The session was ended from elsewhere: a reused refresh token, or another session of the user. */
    SESSION_ENDED;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DenyReason parse(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
