package dev.latchkey.http;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.Problem;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * What every request passes before it is routed: turns away what is too large or no proper HTTP, takes in the body
 * without a thread waiting for it, and marks every response as not to be stored.
 */
@Singleton
public final class RequestGate {
    private static final Logger LOG = Logger.getLogger(RequestGate.class);
    private static final Pattern DOT_SEGMENT = Pattern.compile("/(\\.|%2[eE]){1,2}(/|$)");
    private static final int AFTER_REQUEST_LOG = 900;
    private static final int AFTER_BODY = 800;
    private static final String BODY_TIMER = "latchkey.bodyTimer";

    private final BodyHandler body = BodyHandler.create(false).setBodyLimit(HttpLimits.BODY);
    private volatile boolean closing;

    void register(@Observes Filters filters) {
        filters.register(this::handle, AFTER_REQUEST_LOG);
        filters.register(RequestGate::bodyHasArrived, AFTER_BODY);
    }

    /** Before all others, so that a request that fails outside the resources is answered as one that fails inside. */
    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(RequestGate::fail);
    }

    /** From now on clients are asked to go elsewhere: the connections that are open must not outlive the service. */
    void stopping(@Observes ShutdownDelayInitiatedEvent stopping) {
        closing = true;
    }

    private void handle(RoutingContext context) {
        if (closing) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        HttpServerRequest request = context.request();
        if (request.authority() == null || !isPlain(request.path())) {
            refuse(context, AuthError.INVALID_REQUEST);
        } else if (sizeOfHeaders(request) > HttpLimits.HEADERS) {
            refuse(context, AuthError.HEADERS_TOO_LARGE);
        } else if (hasBody(request)) {
            takeInBody(context);
        } else {
            context.next();
        }
    }

    /** No dot segments, which a gateway and we could resolve to different routes. */
    private static boolean isPlain(String path) {
        return path != null
                && path.startsWith("/")
                && !DOT_SEGMENT.matcher(path).find();
    }

    private static int sizeOfHeaders(HttpServerRequest request) {
        return request.headers().entries().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length())
                .sum();
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean announced = length != null && !length.equals("0");
        return announced || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** A client that sends a byte now and then must not hold a worker thread: two hundred of them would hold all. */
    private void takeInBody(RoutingContext context) {
        long timer =
                context.vertx().setTimer(HttpLimits.BODY_MILLIS, late -> refuse(context, AuthError.INVALID_REQUEST));
        context.put(BODY_TIMER, timer);
        context.request().resume();
        body.handle(context);
    }

    private static void bodyHasArrived(RoutingContext context) {
        Long timer = context.remove(BODY_TIMER);
        if (timer != null) {
            context.vertx().cancelTimer(timer);
        }
        context.next();
    }

    private static void fail(RoutingContext context) {
        if (context.response().closed()) {
            return; // the client has gone
        }
        AuthError error = AuthError.ofStatus(context.statusCode()).orElse(AuthError.INTERNAL_ERROR);
        if (error == AuthError.INTERNAL_ERROR) {
            LOG.error("Unexpected failure", context.failure());
        }
        refuse(context, error);
    }

    /** Closes the connection, since the rest of the request is not read. */
    private static void refuse(RoutingContext context, AuthError error) {
        if (context.response().ended()) {
            return;
        }
        context.response()
                .setStatusCode(error.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(JsonObject.mapFrom(Problem.of(error)).toBuffer())
                .onComplete(done -> context.request().connection().close());
    }
}
