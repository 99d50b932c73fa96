package dev.latchkey.guard;

import dev.latchkey.web.FilterOrder;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/** The guard behind {@link ServiceKey}. */
@Provider
@ServiceKey
@NonBlocking
@Priority(FilterOrder.GUARDS)
public class ServiceKeyFilter implements ResteasyReactiveContainerRequestFilter {
    private final ServiceAuthenticator authenticator;

    public ServiceKeyFilter(ServiceAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        ServiceKey guard = Guards.on(request, ServiceKey.class);
        if (guard.optional() && !request.getHeaders().containsKey(HttpHeaders.AUTHORIZATION)) {
            return;
        }
        authenticator.authenticate(request, guard.scope());
    }
}
