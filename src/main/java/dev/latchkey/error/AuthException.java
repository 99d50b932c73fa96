package dev.latchkey.error;

import java.util.List;

/** Ends a request with one of {@link AuthError}. The text is for the client; the cause, if any, only for the log. */
public final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AuthError error;
    private final transient List<Problem.FieldError> fields;

    /** Ends the request with the public text of the error itself. */
    public AuthException(AuthError error) {
        this(error, error.text(), List.of(), null);
    }

    /** Ends the request with a more exact text, which must be fit for the public. */
    public AuthException(AuthError error, String publicText) {
        this(error, publicText, List.of(), null);
    }

    private AuthException(AuthError error, String publicText, List<Problem.FieldError> fields, Throwable cause) {
        super(publicText, cause);
        this.error = error;
        this.fields = fields;
    }

    /** A field of the body that is not as it must be. */
    public static AuthException invalidField(AuthError error, String field, String publicText) {
        return new AuthException(error, publicText, List.of(new Problem.FieldError(field, publicText)), null);
    }

    /** A store that can't answer in its time limit; the cause is for the log. */
    public static AuthException unavailable(Throwable cause) {
        return new AuthException(AuthError.UNAVAILABLE, AuthError.UNAVAILABLE.text(), List.of(), cause);
    }

    /** What the client is told. */
    public AuthError error() {
        return error;
    }

    List<Problem.FieldError> fields() {
        return fields;
    }
}
