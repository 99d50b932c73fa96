package dev.latchkey.signin.recovery;

import dev.latchkey.client.TrustedProxies;
import dev.latchkey.web.Reply;
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

/** Where users go who forgot their password. */
@Path("/password/recovery")
@Blocking
public class RecoveryResource {
    private final PasswordRecovery recovery;
    private final TrustedProxies proxies;

    public RecoveryResource(PasswordRecovery recovery, TrustedProxies proxies) {
        this.recovery = recovery;
        this.proxies = proxies;
    }

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    public Reply<Flow> ask(@NotNull @Valid RecoveryAsked body, @Context RoutingContext request) {
        return new Reply<>(
                "If there is such a user, a mail is on its way", recovery.ask(body, proxies.clientOf(request)));
    }

    @POST
    @Path("/confirm")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Reply<Void> confirm(@NotNull @Valid RecoveryConfirmed body) {
        recovery.confirm(body);
        return Reply.of("Password set");
    }
}
