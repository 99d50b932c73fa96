package dev.latchkey.error;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends a request with one of {@link AuthError}. The text is for the client; the cause, if any, only for the log. */
public final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Duration WORTH_ANOTHER_TRY = Duration.ofSeconds(1);

    private final AuthError error;
    private final transient List<Problem.FieldError> fields;
    private final Duration retryAfter;
    private final String flow;

    /** Ends the request with the public text of the error itself. */
    public AuthException(AuthError error) {
        this(error, error.text());
    }

    /** Ends the request with a more exact text, which must be fit for the public. */
    public AuthException(AuthError error, String publicText) {
        this(error, publicText, List.of(), null, null, null);
    }

    private AuthException(
            AuthError error,
            String publicText,
            List<Problem.FieldError> fields,
            Duration retryAfter,
            String flow,
            Throwable cause) {
        super(publicText, cause);
        this.error = error;
        this.fields = fields;
        this.retryAfter = retryAfter;
        this.flow = flow;
    }

    /** A field of the body that is not as it must be: {@code what} goes on from the field's name. */
    public static AuthException invalidField(AuthError error, String field, String what) {
        return new AuthException(error, error.text(), List.of(new Problem.FieldError(field, what)), null, null, null);
    }

    /** What can't be done in time: by a store, or by the queue of password hashes. The cause is for the log. */
    public static AuthException unavailable(Throwable cause) {
        return new AuthException(
                AuthError.UNAVAILABLE, AuthError.UNAVAILABLE.text(), List.of(), WORTH_ANOTHER_TRY, null, cause);
    }

    /** More than is let through; after this time some is again. */
    public static AuthException tooManyRequests(Duration retryAfter) {
        AuthError error = AuthError.TOO_MANY_REQUESTS;
        return new AuthException(error, error.text(), List.of(), retryAfter, null, null);
    }

    /** The password is right, but the email has to be verified first: a mail was sent, whose code belongs to this flow. */
    public static AuthException emailNotVerified(String flow) {
        AuthError error = AuthError.EMAIL_NOT_VERIFIED;
        return new AuthException(error, error.text(), List.of(), null, flow, null);
    }

    /** What the client is told. */
    public AuthError error() {
        return error;
    }

    /** The fields of the body that are wrong. */
    public List<Problem.FieldError> fields() {
        return fields;
    }

    /** When it makes sense to ask again; empty if it does not. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What the code belongs to that was sent; empty if none was. */
    public Optional<String> flow() {
        return Optional.ofNullable(flow);
    }
}
