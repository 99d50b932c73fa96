package dev.latchkey.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.mongodb.MongoException;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.error.Problem;
import dev.latchkey.mongo.MongoFailures;
import dev.latchkey.token.NoSigningKeyException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns the exceptions of resources and their filters into responses. An unexpected error is logged here, once. */
public final class ExceptionMappers {
    private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

    @ServerExceptionMapper
    Response toResponse(AuthException e) {
        return ProblemWriter.toResponse(e);
    }

    @ServerExceptionMapper
    Response toResponse(ConstraintViolationException e) {
        List<Problem.FieldError> errors = e.getConstraintViolations().stream()
                .map(violation -> new Problem.FieldError(field(violation), violation.getMessage()))
                .sorted(Comparator.comparing(Problem.FieldError::field).thenComparing(Problem.FieldError::message))
                .toList();
        return respond(AuthError.INVALID_REQUEST, Problem.ofFields(AuthError.INVALID_REQUEST, errors));
    }

    private static String field(ConstraintViolation<?> violation) {
        String last = "";
        for (Path.Node node : violation.getPropertyPath()) {
            last = node.getName();
        }
        return last;
    }

    /** Only the name of the field is told: the parser's own text quotes the body and names our classes. */
    // MismatchedInputException by name, since RESTEasy Reactive has a mapper of its own for it that tells the value.
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    Response toResponse(JsonProcessingException e) {
        List<Problem.FieldError> errors = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .filter(reference -> reference.getFieldName() != null)
                        .map(reference -> new Problem.FieldError(reference.getFieldName(), "has the wrong type"))
                        .toList()
                : List.of();
        return respond(
                AuthError.INVALID_REQUEST,
                errors.isEmpty()
                        ? Problem.of(AuthError.INVALID_REQUEST, "The body is not a valid JSON object.")
                        : Problem.ofFields(AuthError.INVALID_REQUEST, errors));
    }

    @ServerExceptionMapper
    Response toResponse(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return toResponse(json);
        }
        return AuthError.ofStatus(e.getResponse().getStatus())
                .map(error -> respond(error, Problem.of(error)))
                .orElseGet(() -> toResponse((Throwable) e));
    }

    /** What MongoDB can't do now the client may try again. */
    @ServerExceptionMapper
    Response toResponse(MongoException e) {
        return MongoFailures.isOurs(e) ? toResponse((Throwable) e) : toResponse(AuthException.unavailable(e));
    }

    /** The file of keys is read again soon: the client may try again, too. */
    @ServerExceptionMapper
    Response toResponse(NoSigningKeyException e) {
        return toResponse(AuthException.unavailable(e));
    }

    @ServerExceptionMapper
    Response toResponse(Throwable e) {
        LOG.error("Unexpected failure", e);
        return respond(AuthError.INTERNAL_ERROR, Problem.of(AuthError.INTERNAL_ERROR));
    }

    private static Response respond(AuthError error, Problem problem) {
        return ProblemWriter.toResponse(error, problem, Optional.empty());
    }
}
