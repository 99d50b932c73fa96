package dev.latchkey.signin;

import dev.latchkey.account.RegistrationRequest;
import dev.latchkey.client.TrustedProxies;
import dev.latchkey.guard.Caller;
import dev.latchkey.guard.RefreshToken;
import dev.latchkey.session.TokenPair;
import dev.latchkey.web.Reply;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Where clients get their tokens: sign up, sign in, and refresh. */
@Path("/")
@Blocking
@RegisterForReflection
public class SignInResource {
    private final Registration registration;
    private final Login login;
    private final Refresh refresh;
    private final TrustedProxies proxies;
    private final Caller caller;

    public SignInResource(
            Registration registration, Login login, Refresh refresh, TrustedProxies proxies, Caller caller) {
        this.registration = registration;
        this.login = login;
        this.refresh = refresh;
        this.proxies = proxies;
        this.caller = caller;
    }

    @POST
    @Path("/register")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public Reply<SignedIn> register(@NotNull @Valid RegistrationRequest body, @Context RoutingContext request) {
        return new Reply<>("User registered", registration.register(body, proxies.clientOf(request)));
    }

    @POST
    @Path("/login")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Reply<SignedIn> login(@NotNull @Valid LoginRequest body, @Context RoutingContext request) {
        return new Reply<>("User logged in", login.login(body, proxies.clientOf(request)));
    }

    @POST
    @Path("/refresh-tokens")
    @RefreshToken
    public Reply<TokenPair> refresh(@Context RoutingContext request) {
        return new Reply<>(
                "Tokens refreshed", refresh.refresh(caller.refreshToken(), caller.epoch(), proxies.clientOf(request)));
    }

    @GET
    @Path("/refresh-tokens")
    @RefreshToken
    public Reply<TokenPair> getRefresh(@Context RoutingContext request) {
        return refresh(request);
    }
}
