package dev.latchkey.guard;

import dev.latchkey.token.TokenType;
import dev.latchkey.web.FilterOrder;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.Priority;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/** The guard behind {@link AccessToken}. */
@Provider
@AccessToken
@NonBlocking
@Priority(FilterOrder.GUARDS)
public class AccessTokenFilter implements ResteasyReactiveContainerRequestFilter {
    private final TokenAuthenticator authenticator;

    public AccessTokenFilter(TokenAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        AccessToken guard = Guards.on(request, AccessToken.class);
        if (guard.optional() && !request.getHeaders().containsKey(guard.header())) {
            return;
        }
        authenticator.authenticate(
                request, TokenType.ACCESS, guard.header(), List.of(guard.roles()), guard.tolerates());
    }
}
