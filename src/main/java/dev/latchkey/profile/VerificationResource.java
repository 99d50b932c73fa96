package dev.latchkey.profile;

import dev.latchkey.client.TrustedProxies;
import dev.latchkey.guard.AccessToken;
import dev.latchkey.guard.Caller;
import dev.latchkey.signin.recovery.Flow;
import dev.latchkey.web.Reply;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Where it is shown that an email is the user's. */
@Path("/email/verification")
@Blocking
@RegisterForReflection
public class VerificationResource {
    private final EmailVerification verification;
    private final TrustedProxies proxies;
    private final Caller caller;

    public VerificationResource(EmailVerification verification, TrustedProxies proxies, Caller caller) {
        this.verification = verification;
        this.proxies = proxies;
        this.caller = caller;
    }

    @POST
    @AccessToken
    @ResponseStatus(202)
    public Reply<Flow> ask(@Context RoutingContext request) {
        return new Reply<>("A mail is on its way", verification.ask(caller.accessToken(), proxies.clientOf(request)));
    }

    @POST
    @Path("/confirm")
    @AccessToken(optional = true)
    @Consumes(MediaType.APPLICATION_JSON)
    public Reply<Void> confirm(@NotNull @Valid VerificationConfirmed body, @Context RoutingContext request) {
        verification.confirm(body, caller.optionalAccessToken(), proxies.clientOf(request));
        return Reply.of("Email verified");
    }

    @POST
    @Path("/reject")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Reply<Void> reject(@NotNull @Valid VerificationRejected body) {
        verification.reject(body);
        return Reply.of("Account removed");
    }
}
