package dev.latchkey.guard;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.token.TokenType;
import dev.latchkey.web.FilterOrder;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/** The guard behind {@link RefreshToken}. */
@Provider
@RefreshToken
@NonBlocking
@Priority(FilterOrder.GUARDS)
public class RefreshTokenFilter implements ResteasyReactiveContainerRequestFilter {
    private final TokenAuthenticator authenticator;

    public RefreshTokenFilter(TokenAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Whatever a refresh token is for changes something, which a HEAD must not (RFC 9110 section 9.2.1). */
    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.HEAD)) {
            throw new AuthException(AuthError.METHOD_NOT_ALLOWED);
        }
        RefreshToken guard = Guards.on(request, RefreshToken.class);
        authenticator.authenticate(request, TokenType.REFRESH, guard.header(), List.of(), guard.tolerates());
    }
}
