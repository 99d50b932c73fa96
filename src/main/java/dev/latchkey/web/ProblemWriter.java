package dev.latchkey.web;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes problems: for the resources and their filters, and for what fails outside of them. */
final class ProblemWriter {

    private ProblemWriter() {}

    /** @param retryAfter rounded up to seconds */
    static Response toResponse(AuthError error, Problem problem, Optional<Duration> retryAfter) {
        Response.ResponseBuilder response = Response.status(problem.status()).entity(problem);
        headers(error, retryAfter).forEach(response::header);
        return response.build();
    }

    /** Closes the connection, since the rest of the request is not read. */
    static void endWith(AuthError error, RoutingContext context) {
        Problem problem = Problem.of(error);
        HttpServerResponse response = context.response().setStatusCode(problem.status());
        headers(error, Optional.empty()).forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(JsonObject.mapFrom(problem).toBuffer())
                .onComplete(done -> context.request().connection().close());
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
