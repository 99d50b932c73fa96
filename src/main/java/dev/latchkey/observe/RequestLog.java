package dev.latchkey.observe;

import dev.latchkey.client.TrustedProxies;
import dev.latchkey.web.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Gives each request an id, writes its line in the access log and counts it: never with a header, a query or the path as
 * it was asked for, which may hold anything.
 */
@Singleton
public final class RequestLog {
    static final String REQUEST_ID_HEADER = "X-Request-Id";

    /** Where {@link RouteTemplate} leaves the template of the route that was found. */
    static final String ROUTE = "latchkey.route";

    /** Where the guard leaves the name of the service that has shown its key. */
    static final String SERVICE = "latchkey.service";

    private static final Pattern SANE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Logger LOG = Logger.getLogger("latchkey.access");

    private final TrustedProxies proxies;
    private final RequestMetrics metrics;

    public RequestLog(TrustedProxies proxies, RequestMetrics metrics) {
        this.proxies = proxies;
        this.metrics = metrics;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, FilterOrder.REQUEST_LOG);
    }

    /** What is no proper HTTP fails before it gets to any filter, and may only now begin. */
    void register(@Observes Router router) {
        router.route().order(FilterOrder.REQUEST_LOG_OF_FAILURES).failureHandler(context -> {
            if (context.response().headers().contains(REQUEST_ID_HEADER)) {
                context.next();
            } else {
                handle(context);
            }
        });
    }

    private void handle(RoutingContext context) {
        long start = System.nanoTime();
        String requestId = requestId(context.request());
        MDC.put("requestId", requestId);
        MDC.put(AuthEvents.CLIENT_ADDRESS, proxies.clientOf(context).address().ip());
        context.response().putHeader(REQUEST_ID_HEADER, requestId);
        context.addEndHandler(ended -> log(context, ended.succeeded(), System.nanoTime() - start));
        context.next();
    }

    private static String requestId(HttpServerRequest request) {
        String given = request.getHeader(REQUEST_ID_HEADER);
        boolean sane = given != null && SANE_ID.matcher(given).matches();
        return sane ? given : UUID.randomUUID().toString();
    }

    /** Without a status if the client has gone before it got one. */
    private void log(RoutingContext context, boolean answered, long nanos) {
        String method = RequestMetrics.known(context.request().method().name());
        String route = context.get(ROUTE, "-");
        if (answered) {
            metrics.answered(method, route, context.response().getStatusCode(), nanos);
        } else {
            metrics.abandoned(method, route, nanos);
        }
        LOG.info("method=" + method
                + " route=" + route
                + " status=" + (answered ? context.response().getStatusCode() : "-")
                + " duration=" + TimeUnit.NANOSECONDS.toMillis(nanos) + "ms"
                + service(context));
    }

    private static String service(RoutingContext context) {
        String name = context.get(SERVICE);
        return name == null ? "" : " service=" + name + " client=" + MDC.get(AuthEvents.CLIENT_ADDRESS);
    }
}
