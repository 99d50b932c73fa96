package dev.latchkey.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets front ends of other origins read our answers ({@code CORS_ORIGINS}); none by default. What comes from any other
 * origin, or none, is served as ever, without a header of CORS: the browser then keeps the answer from the page. That
 * is why this is not Quarkus's own filter, which refuses such requests, and with no problem to tell why.
 */
@Singleton
public final class CrossOrigin {
    /** As browsers send it (RFC 6454 section 6.2): lower case, no path. */
    private static final Pattern ORIGIN =
            Pattern.compile("https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(:[1-9][0-9]{0,4})?");

    private static final Pattern WITH_DEFAULT_PORT = Pattern.compile("http:.*:80|https:.*:443");
    private static final int MAX_AGE_SECONDS = 3_600;

    private final List<String> origins;
    private final CorsHandler cors;

    @Inject
    public CrossOrigin(@ConfigProperty(name = "latchkey.cors-origins") Optional<String> setting) {
        this.origins = parse(setting.orElse(""));
        this.cors = CorsHandler.create()
                .addOrigins(origins)
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.DELETE))
                .allowedHeaders(Set.of(
                        "authorization", "auth-token-access", "auth-token-refresh", "content-type", "x-request-id"))
                .exposedHeaders(Set.of("x-request-id", "retry-after"))
                .maxAgeSeconds(MAX_AGE_SECONDS);
    }

    /**
     * Reads the setting, such as {@code https://app.example.com}; {@link IllegalArgumentException} if it is something
     * else.
     */
    public static List<String> parse(String setting) {
        return Arrays.stream(setting.split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .map(CrossOrigin::checked)
                .toList();
    }

    private static String checked(String origin) {
        if (!ORIGIN.matcher(origin).matches()
                || WITH_DEFAULT_PORT.matcher(origin).matches()) {
            throw new IllegalArgumentException("not an origin as browsers send it");
        }
        return origin;
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
            context.next();
        }
    }

    /** A gateway passes on the preflight of the service behind it: a 204, without any token, would let it through. */
    private static boolean isAskedByAGateway(RoutingContext context) {
        return context.request().method() == HttpMethod.OPTIONS
                && context.normalizedPath().startsWith("/verify");
    }
}
