package dev.latchkey.web;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;

/** Says with every 405 which methods a route has (RFC 9110 section 15.5.6); RESTEasy Reactive does not. */
public final class AllowedMethods {

    /** RESTEasy Reactive would answer for any path, with the methods of all routes of a class. */
    @ServerRequestFilter(preMatching = true, nonBlocking = true, priority = FilterOrder.ALLOWED_METHODS)
    void refuseUndeclaredOptions(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.OPTIONS)) {
            SortedSet<String> allowed = ofTheRoute();
            if (!allowed.contains(HttpMethod.OPTIONS)) {
                throw new AuthException(allowed.isEmpty() ? AuthError.NOT_FOUND : AuthError.METHOD_NOT_ALLOWED);
            }
        }
    }

    @ServerResponseFilter(priority = FilterOrder.ALLOWED_METHODS)
    void tell(ContainerResponseContext response) {
        if (response.getStatus() == AuthError.METHOD_NOT_ALLOWED.status()) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ", ofTheRoute()));
        }
    }

    /** The methods that are declared for the path of a request; none if there is no such route. */
    private static SortedSet<String> ofTheRoute() {
        ResteasyReactiveRequestContext context = CurrentRequestManager.get();
        SortedSet<String> methods = new TreeSet<>();
        RequestMatch<InitialMatch> match =
                new RequestMapper<>(context.getDeployment().getClassMappers()).map(context.getPathWithoutPrefix());
        if (match != null) {
            String rest = match.remaining.isEmpty() ? "/" : match.remaining;
            Arrays.stream(match.value.handlers)
                    .filter(ClassRoutingHandler.class::isInstance)
                    .flatMap(routes -> ((ClassRoutingHandler) routes).getMappers().entrySet().stream())
                    .filter(route -> route.getKey() != null && route.getValue().map(rest) != null)
                    .map(Map.Entry::getKey)
                    .forEach(methods::add);
        }
        return methods;
    }
}
