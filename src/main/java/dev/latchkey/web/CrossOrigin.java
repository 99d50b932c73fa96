package dev.latchkey.web;

import dev.latchkey.settings.Origins;
import dev.latchkey.settings.Settings;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Lets front ends of other origins read our answers ({@code CORS_ORIGINS}); none by default. What comes from any other
 * origin, or none, is served as ever, without a header of CORS: the browser then keeps the answer from the page. That
 * is why this is not Quarkus's own filter, which refuses such requests, and with no problem to tell why.
 */
@Singleton
public final class CrossOrigin {
    private static final int MAX_AGE_SECONDS = 3_600;

    private final List<String> origins;
    private final CorsHandler cors;
    private final GatewayRoute gatewayRoute;

    public CrossOrigin(Settings.Http settings, GatewayRoute gatewayRoute) {
        this.gatewayRoute = gatewayRoute;
        this.origins = settings.corsOrigins().orElse(Origins.NONE).all();
        this.cors = CorsHandler.create()
                .addOrigins(origins)
                .allowedMethods(
                        Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE))
                .allowedHeaders(Set.of(
                        "authorization", "auth-token-access", "auth-token-refresh", "content-type", "x-request-id"))
                .exposedHeaders(Set.of("x-request-id", "retry-after"))
                .maxAgeSeconds(MAX_AGE_SECONDS);
    }

    void register(@Observes Filters filters) {
        if (!origins.isEmpty()) {
            filters.register(this::handle, FilterOrder.CROSS_ORIGIN);
        }
    }

    private void handle(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && origins.contains(origin) && !isAskedByAGateway(context)) {
            cors.handle(context);
        } else {
            // As CorsHandler has it: what a cache keeps of this is not for the others (RFC 9110 section 12.5.5).
            context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            context.next();
        }
    }

    /** A gateway passes on the preflight of the service behind it: a 204, without any token, would let it through. */
    private boolean isAskedByAGateway(RoutingContext context) {
        return context.request().method() == HttpMethod.OPTIONS && gatewayRoute.isRootOf(context.normalizedPath());
    }
}
