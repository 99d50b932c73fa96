package dev.latchkey.web;

import dev.latchkey.client.TrustedProxies;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells caches and browsers on every response to make nothing of it but what it says it is. */
@Singleton
public final class ResponseHeaders {
    private static final String ONE_YEAR = "max-age=31536000";

    /** Swagger UI and the like, in dev mode only: pages, with scripts. */
    private static final String TOOLS = "/q/";

    private final TrustedProxies proxies;

    public ResponseHeaders(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, FilterOrder.RESPONSE_HEADERS);
    }

    private void handle(RoutingContext context) {
        mark(context);
        if (proxies.isOverTls(context.request())) {
            // RFC 6797 section 7.2: never said over plain HTTP.
            context.response().putHeader("Strict-Transport-Security", ONE_YEAR);
        }
        context.next();
    }

    static void mark(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "no-referrer");
        if (!String.valueOf(context.request().path()).startsWith(TOOLS)) {
            response.putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        }
    }
}
