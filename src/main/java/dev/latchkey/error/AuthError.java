package dev.latchkey.error;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The closed list of what can go wrong for a client. The code is stable and meant for programs, the text is meant for
 * people and tells nothing of the inside; causes stay in the log.
 */
public enum AuthError {
    INVALID_REQUEST(400, "The request is not valid."),
    WEAK_PASSWORD(400, "The password is too weak."),
    MISSING_TOKEN(401, "A token is required."),
    INVALID_CLIENT(401, "The key of a service is required, and this is none."),
    INVALID_CREDENTIALS(401, "The email or the password is wrong."),
    INVALID_TOKEN(403, "The token is not valid."),
    EXPIRED_TOKEN(403, "The token has expired."),
    REVOKED_TOKEN(403, "The token has been revoked."),
    REUSED_TOKEN(403, "The refresh token was used before: its session has been ended."),
    STALE_TOKEN(403, "The token can no longer be vouched for: refresh it."),
    MISMATCHED_TOKENS(403, "The two tokens belong to different sessions."),
    INSUFFICIENT_SCOPE(403, "The rights for this are missing."),
    EMAIL_NOT_VERIFIED(403, "The email is not verified yet: a mail was sent to it."),
    NOT_FOUND(404, "There is nothing here."),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here."),
    NOT_ACCEPTABLE(406, "Only application/json is served."),
    EMAIL_TAKEN(409, "An account with this email exists already."),
    ID_TAKEN(409, "An account with this id exists already."),
    ALREADY_VERIFIED(409, "The email is verified already."),
    BODY_TOO_LARGE(413, "The body is too large."),
    UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json in UTF-8."),
    HEADERS_TOO_LARGE(431, "The headers are too large."),
    TOO_MANY_REQUESTS(429, "Too many requests: try again later."),
    INTERNAL_ERROR(500, "Something went wrong on our side."),
    UNAVAILABLE(503, "The service can't answer right now: try again.");

    /** Of the statuses that a framework answers with by itself. */
    private static final Map<Integer, AuthError> BY_STATUS = Map.of(
            400, INVALID_REQUEST,
            404, NOT_FOUND,
            405, METHOD_NOT_ALLOWED,
            406, NOT_ACCEPTABLE,
            413, BODY_TOO_LARGE,
            415, UNSUPPORTED_MEDIA_TYPE,
            417, INVALID_REQUEST,
            429, TOO_MANY_REQUESTS,
            431, HEADERS_TOO_LARGE,
            503, UNAVAILABLE);

    private static final int UNAUTHORIZED = 401;

    private final int status;
    private final String text;

    AuthError(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /** The error that is all a status tells; empty for a status that several share, or none has. */
    public static Optional<AuthError> ofStatus(int status) {
        return Optional.ofNullable(BY_STATUS.get(status));
    }

    /** The HTTP status that goes with this error. */
    public int status() {
        return status;
    }

    /**
     * What the header {@code WWW-Authenticate} says with it (RFC 9110 section 11.6.1, RFC 6749 section 5.2, RFC 6750
     * section 3); empty if it has none.
     */
    public Optional<String> challenge() {
        return switch (this) {
            case INVALID_CLIENT -> Optional.of("Basic realm=\"latchkey\", Bearer realm=\"latchkey\"");
            case INSUFFICIENT_SCOPE -> Optional.of("Bearer error=\"insufficient_scope\"");
            default -> status == UNAUTHORIZED ? Optional.of("Bearer") : Optional.empty();
        };
    }

    /** The stable name that clients branch on, such as {@code expired_token}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a person reads when nothing more exact is known. */
    public String text() {
        return text;
    }
}
