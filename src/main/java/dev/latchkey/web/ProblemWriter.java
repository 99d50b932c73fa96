package dev.latchkey.web;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.error.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Writes problems: for the resources and their filters, and for what fails outside of them. */
final class ProblemWriter {
    private static final Logger LOG = Logger.getLogger(ProblemWriter.class);

    private ProblemWriter() {}

    static Response toResponse(AuthException e) {
        return toResponse(e.error(), problemOf(e), e.retryAfter());
    }

    /** @param retryAfter rounded up to seconds */
    static Response toResponse(AuthError error, Problem problem, Optional<Duration> retryAfter) {
        Response.ResponseBuilder response = Response.status(problem.status()).entity(problem);
        headers(error, retryAfter).forEach(response::header);
        return response.build();
    }

    /** The same, of a route that is no resource. */
    static void end(AuthException e, RoutingContext context) {
        Problem problem = problemOf(e);
        if (isOpen(context)) {
            write(e.error(), problem, e.retryAfter(), context);
        }
    }

    /** Closes the connection, since the rest of the request is not read. */
    static void endAndClose(AuthError error, RoutingContext context) {
        if (isOpen(context)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            write(error, Problem.of(error), Optional.empty(), context)
                    .onComplete(done -> context.request().connection().close());
        }
    }

    private static boolean isOpen(RoutingContext context) {
        return !context.response().ended() && !context.response().closed();
    }

    /** Why a store could not be asked is for the log alone. */
    private static Problem problemOf(AuthException e) {
        if (e.error() == AuthError.UNAVAILABLE) {
            LOG.warnf("Unavailable: %s", e.getCause());
        }
        return Problem.of(e);
    }

    private static Future<Void> write(
            AuthError error, Problem problem, Optional<Duration> retryAfter, RoutingContext context) {
        ResponseHeaders.mark(context);
        HttpServerResponse response = context.response().setStatusCode(problem.status());
        headers(error, retryAfter).forEach(response::putHeader);
        return response.end(JsonObject.mapFrom(problem).toBuffer());
    }

    private static Map<String, String> headers(AuthError error, Optional<Duration> retryAfter) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE.toString(), Problem.MEDIA_TYPE);
        error.challenge().ifPresent(challenge -> headers.put(HttpHeaderNames.WWW_AUTHENTICATE.toString(), challenge));
        retryAfter.ifPresent(after -> headers.put(
                HttpHeaders.RETRY_AFTER.toString(),
                Long.toString(after.plusMillis(999).toSeconds())));
        return headers;
    }
}
