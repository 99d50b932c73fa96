package dev.latchkey.oauth;

import dev.latchkey.error.Problem;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Adds to an error of these routes the name that clients of OAuth know (RFC 6749 sections 4.1.2.1 and 5.2). */
public final class OAuthErrors {
    private static final String ROUTES = "/oauth/";

    private final RoutingContext request;

    OAuthErrors(RoutingContext request) {
        this.request = request;
    }

    @ServerResponseFilter
    void name(ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem
                && request.normalizedPath().startsWith(ROUTES)) {
            response.setEntity(problem.withError(nameOf(problem.status())));
        }
    }

    private static String nameOf(int status) {
        return switch (status) {
            case 401 -> "invalid_client";
            case 500 -> "server_error";
            case 503 -> "temporarily_unavailable";
            default -> "invalid_request";
        };
    }
}
