package dev.latchkey.oauth;

import dev.latchkey.error.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Adds to an error of these routes the name that clients of OAuth know (RFC 6749 sections 4.1.2.1 and 5.2). */
public final class OAuthErrors {
    private static final String ROUTES = "/oauth/";

    @ServerResponseFilter
    void name(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem
                && request.getUriInfo().getPath().startsWith(ROUTES)) {
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
