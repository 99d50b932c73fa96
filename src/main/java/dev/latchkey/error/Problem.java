package dev.latchkey.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The body of every error, after <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>. Clients of the original
 * read {@code message}, which repeats {@code detail}.
 *
 * @param errors the fields of the body that are wrong; not there if none is
 * @param flow   what the code belongs to that was sent by mail; not there if none was
 * @param error the name in OAuth (RFC 6749 section 5.2); null but on the routes of OAuth
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        String message,
        List<FieldError> errors,
        String flow,
        String error) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** One field of the body and what is wrong with it. */
    @RegisterForReflection
    public record FieldError(String field, String message) {
        private String text() {
            return field + " " + message;
        }
    }

    /** The problem that is told when nothing more exact is known than the error itself. */
    public static Problem of(AuthError error) {
        return of(error, error.text());
    }

    /** The problem, with a more exact text. */
    public static Problem of(AuthError error, String detail) {
        return of(error, detail, List.of());
    }

    /** The problem with fields of the body, which its text names: clients of the original show nothing else. */
    public static Problem ofFields(AuthError error, List<FieldError> errors) {
        String fields = errors.stream().map(FieldError::text).collect(Collectors.joining("; "));
        return of(error, error.text().replaceFirst("\\.$", ": ") + fields + ".", errors);
    }

    /** The problem that an exception tells of. */
    public static Problem of(AuthException e) {
        Problem problem = e.fields().isEmpty() ? of(e.error(), e.getMessage()) : ofFields(e.error(), e.fields());
        return e.flow().map(problem::withFlow).orElse(problem);
    }

    private Problem withFlow(String codeBelongsTo) {
        return new Problem(type, title, status, detail, code, message, errors, codeBelongsTo, error);
    }

    /** The same, with the name that it has in OAuth. */
    public Problem withError(String name) {
        return new Problem(type, title, status, detail, code, message, errors, flow, name);
    }

    private static Problem of(AuthError error, String detail, List<FieldError> errors) {
        return new Problem(
                "urn:latchkey:error:" + error.code(),
                error.text(),
                error.status(),
                detail,
                error.code(),
                detail,
                errors,
                null,
                null);
    }
}
