package dev.latchkey.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The body of every success. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reply<T>(String message, T data) {

    /** A success that has nothing more to tell. */
    public static Reply<Void> of(String message) {
        return new Reply<>(message, null);
    }
}
