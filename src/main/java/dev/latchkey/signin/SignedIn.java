package dev.latchkey.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.latchkey.session.TokenPair;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a client gets when a session begins.
 *
 * @param accessToken  not there if the email has to be verified first
 * @param refreshToken not there if the email has to be verified first
 * @param flow         what the code belongs to that was sent to the email; not there if none was
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SignedIn(String id, String accessToken, String refreshToken, String flow) {

    static SignedIn of(String userId, TokenPair tokens) {
        return new SignedIn(userId, tokens.accessToken(), tokens.refreshToken(), null);
    }

    static SignedIn notYet(String userId, String flow) {
        return new SignedIn(userId, null, null, flow);
    }

    SignedIn withFlow(String codeBelongsTo) {
        return new SignedIn(id, accessToken, refreshToken, codeBelongsTo);
    }

    /** Keeps tokens out of logs and messages. */
    @Override
    public String toString() {
        return "SignedIn[id=" + id + "]";
    }
}
