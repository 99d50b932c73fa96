package dev.latchkey.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Tells browsers that came over TLS to come only so (RFC 6797 section 7.2: never said over plain HTTP). */
@Singleton
public final class TransportSecurity {
    private static final String ONE_YEAR = "max-age=31536000";
    private static final int AFTER_REQUEST_LOG = 950;

    private final TrustedProxies proxies;

    public TransportSecurity(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, AFTER_REQUEST_LOG);
    }

    private void handle(RoutingContext context) {
        if (proxies.isOverTls(context.request())) {
            context.response().putHeader("Strict-Transport-Security", ONE_YEAR);
        }
        context.next();
    }
}
