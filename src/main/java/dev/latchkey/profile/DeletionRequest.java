package dev.latchkey.profile;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotEmpty;

/** The body of a deletion. */
@RegisterForReflection
public record DeletionRequest(@NotEmpty String password) {

    /** Keeps the password out of logs and messages. */
    @Override
    public String toString() {
        return "DeletionRequest[password not shown]";
    }
}
