package dev.latchkey.session;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The two tokens of a generation of a session. */
@RegisterForReflection
public record TokenPair(String accessToken, String refreshToken) {

    /** Keeps tokens out of logs and messages. */
    @Override
    public String toString() {
        return "TokenPair[not shown]";
    }
}
