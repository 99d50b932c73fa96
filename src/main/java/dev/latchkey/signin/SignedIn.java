package dev.latchkey.signin;

import dev.latchkey.session.TokenPair;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a client gets when a session begins. */
@RegisterForReflection
public record SignedIn(String id, String accessToken, String refreshToken) {

    static SignedIn of(String userId, TokenPair tokens) {
        return new SignedIn(userId, tokens.accessToken(), tokens.refreshToken());
    }

    /** Keeps tokens out of logs and messages. */
    @Override
    public String toString() {
        return "SignedIn[id=" + id + "]";
    }
}
