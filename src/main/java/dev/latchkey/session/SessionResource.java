package dev.latchkey.session;

import dev.latchkey.account.RegistrationRequest;
import dev.latchkey.guard.AccessToken;
import dev.latchkey.guard.Caller;
import dev.latchkey.guard.RefreshToken;
import dev.latchkey.http.Reply;
import dev.latchkey.http.TrustedProxies;
import dev.latchkey.revocation.DenyReason;
import dev.latchkey.throttle.Limited;
import dev.latchkey.throttle.Throttle;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** Where sessions begin, go on and end: signing up, in, on and out. */
@Path("/")
@Blocking
@RegisterForReflection
public class SessionResource {
    private final SessionService sessions;
    private final SessionEndings endings;
    private final LoginAttempts loginAttempts;
    private final Throttle throttle;
    private final TrustedProxies proxies;
    private final Caller caller;

    public SessionResource(
            SessionService sessions,
            SessionEndings endings,
            LoginAttempts loginAttempts,
            Throttle throttle,
            TrustedProxies proxies,
            Caller caller) {
        this.sessions = sessions;
        this.endings = endings;
        this.loginAttempts = loginAttempts;
        this.throttle = throttle;
        this.proxies = proxies;
        this.caller = caller;
    }

    @POST
    @Path("/register")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public Reply<SignedIn> register(@NotNull @Valid RegistrationRequest body, @Context HttpServerRequest request) {
        ClientInfo client = client(request);
        throttle.count(Limited.REGISTER_PER_ADDRESS, client.address().network());
        return new Reply<>("User registered", sessions.register(body, client));
    }

    @POST
    @Path("/login")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Reply<SignedIn> login(@NotNull @Valid LoginRequest body, @Context HttpServerRequest request) {
        ClientInfo client = client(request);
        return new Reply<>(
                "User logged in",
                loginAttempts.login(
                        body.email(), body.password(), client.address(), signIn -> sessions.begin(signIn, client)));
    }

    @POST
    @Path("/refresh-tokens")
    @RefreshToken
    public Reply<TokenPair> refresh(@Context HttpServerRequest request) {
        return new Reply<>(
                "Tokens refreshed", sessions.refresh(caller.refreshToken(), caller.epoch(), client(request)));
    }

    @GET
    @Path("/refresh-tokens")
    @RefreshToken
    public Reply<TokenPair> getRefresh(@Context HttpServerRequest request) {
        return refresh(request);
    }

    @POST
    @Path("/logout")
    @AccessToken(
            header = "auth-token-access",
            tolerates = {DenyReason.LOGOUT, DenyReason.ROTATED})
    @RefreshToken(header = "auth-token-refresh", tolerates = DenyReason.LOGOUT)
    public Reply<Void> logout() {
        endings.logout(caller.accessToken(), caller.refreshToken());
        return Reply.of("User logged out");
    }

    @GET
    @Path("/logout")
    @AccessToken(
            header = "auth-token-access",
            tolerates = {DenyReason.LOGOUT, DenyReason.ROTATED})
    @RefreshToken(header = "auth-token-refresh", tolerates = DenyReason.LOGOUT)
    public Reply<Void> getLogout() {
        return logout();
    }

    @POST
    @Path("/logout/all")
    @AccessToken(tolerates = {DenyReason.LOGOUT, DenyReason.ROTATED})
    public Reply<Void> logoutAll() {
        endings.endAll(caller.accessToken());
        return Reply.of("User logged out everywhere");
    }

    @GET
    @Path("/sessions")
    @AccessToken
    public Reply<List<SessionView>> list() {
        return new Reply<>("Sessions", sessions.list(caller.accessToken()));
    }

    @DELETE
    @Path("/sessions/{id}")
    @AccessToken(tolerates = DenyReason.ROTATED)
    public void end(@RestPath String id) {
        endings.endOne(caller.accessToken(), id);
    }

    private ClientInfo client(HttpServerRequest request) {
        return ClientInfo.of(request, proxies.clientOf(request));
    }
}
