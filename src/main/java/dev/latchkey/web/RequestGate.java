package dev.latchkey.web;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What every request passes before it is routed: turns away what is too large or no proper HTTP, takes in the body
 * without a thread waiting for it.
 */
@Singleton
public final class RequestGate {
    private static final Logger LOG = Logger.getLogger(RequestGate.class);
    private static final String BODY_TIMER = "latchkey.bodyTimer";

    /** Those for which Vert.x reads a form; for others it fails. */
    private static final Set<HttpMethod> FORM_METHODS =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private final BodyHandler body = BodyHandler.create(false).setBodyLimit(HttpLimits.BODY);
    private final RequestForm form;
    private volatile boolean closing;

    public RequestGate(GatewayRoute gatewayRoute) {
        this.form = new RequestForm(gatewayRoute);
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, FilterOrder.REQUEST_GATE);
        filters.register(RequestGate::bodyHasArrived, FilterOrder.BODY_HAS_ARRIVED);
    }

    /** Before all others, so that a request that fails outside the resources is answered as one that fails inside. */
    void register(@Observes Router router) {
        router.route().order(FilterOrder.PROBLEMS_OF_FAILURES).failureHandler(RequestGate::fail);
    }

    /** From now on clients are asked to go elsewhere: the connections that are open must not outlive the service. */
    void stopping(@Observes ShutdownDelayInitiatedEvent stopping) {
        closing = true;
    }

    private void handle(RoutingContext context) {
        if (closing) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        HttpServerRequest request = context.request();
        if (!form.isProper(request)) {
            ProblemWriter.endAndClose(AuthError.INVALID_REQUEST, context);
        } else if (sizeOfHeaders(request) > HttpLimits.HEADERS) {
            ProblemWriter.endAndClose(AuthError.HEADERS_TOO_LARGE, context);
        } else if (hasBody(request)) {
            takeInBody(context);
        } else {
            context.next();
        }
    }

    private static int sizeOfHeaders(HttpServerRequest request) {
        return request.headers().entries().stream()
                .filter(header -> !HttpLimits.COPIES_OF_THE_TARGET.contains(
                        header.getKey().toLowerCase(Locale.ROOT)))
                .mapToInt(header -> header.getKey().length() + header.getValue().length())
                .sum();
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean announced = length != null && !length.equals("0");
        return announced || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** A client that sends a byte now and then must not hold a worker thread: a few hundred of them would hold all. */
    private void takeInBody(RoutingContext context) {
        long timer = context.vertx()
                .setTimer(
                        HttpLimits.BODY_MILLIS, late -> ProblemWriter.endAndClose(AuthError.INVALID_REQUEST, context));
        context.put(BODY_TIMER, timer);
        closeIfChunked(context);
        overlookTypeIfNoForm(context.request());
        context.request().resume();
        body.handle(context);
    }

    /** No route takes a body with these methods, so that its type means nothing (RFC 9110 section 9.3.1). */
    private static void overlookTypeIfNoForm(HttpServerRequest request) {
        if (!FORM_METHODS.contains(request.method())) {
            request.headers().remove(HttpHeaders.CONTENT_TYPE);
        }
    }

    /** A gateway may count them otherwise, and what follows be a request that was smuggled past it. */
    private static void closeIfChunked(RoutingContext context) {
        if (context.request().headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(ended -> context.request().connection().close());
        }
    }

    private static void bodyHasArrived(RoutingContext context) {
        Long timer = context.remove(BODY_TIMER);
        if (timer != null) {
            context.vertx().cancelTimer(timer);
            // From now on it only tells that the client has gone, which does not stop what is under way.
            context.request().exceptionHandler(null);
            noteEmptyBody(context);
        }
        context.next();
    }

    /** Of a body that turned out empty nothing is noted, and a worker thread would wait for it to arrive. */
    private static void noteEmptyBody(RoutingContext context) {
        if (context.body().buffer() == null) {
            ((RoutingContextInternal) context).setBody(Buffer.buffer());
        }
    }

    private static void fail(RoutingContext context) {
        if (context.failure() instanceof AuthException refused) {
            ProblemWriter.end(refused, context);
        } else {
            endFailed(context);
        }
    }

    private static void endFailed(RoutingContext context) {
        AuthError error = AuthError.ofStatus(context.statusCode()).orElse(ofFailure(context));
        if (error == AuthError.INTERNAL_ERROR) {
            LOG.error("Unexpected failure", context.failure());
        }
        ProblemWriter.endAndClose(error, context);
    }

    /** A body that does not arrive is the client's error: its chunks are malformed, or the client has gone. */
    private static AuthError ofFailure(RoutingContext context) {
        boolean bodyIsMissing = context.get(BODY_TIMER) != null;
        return bodyIsMissing ? AuthError.INVALID_REQUEST : AuthError.INTERNAL_ERROR;
    }
}
