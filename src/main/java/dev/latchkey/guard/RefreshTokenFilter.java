package dev.latchkey.guard;

import dev.latchkey.token.TokenType;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/** The guard behind {@link RefreshToken}. */
@Provider
@RefreshToken
@NonBlocking
@Priority(Priorities.AUTHENTICATION)
public class RefreshTokenFilter implements ResteasyReactiveContainerRequestFilter {
    private final TokenAuthenticator authenticator;

    public RefreshTokenFilter(TokenAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        RefreshToken guard = Guards.on(request, RefreshToken.class);
        authenticator.authenticate(request, TokenType.REFRESH, guard.header(), guard.tolerates());
    }
}
