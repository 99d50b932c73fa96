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

/** Where another email takes the place of a user's. */
@Path("/user/email")
@Blocking
@RegisterForReflection
public class EmailResource {
    private final EmailChange change;
    private final TrustedProxies proxies;
    private final Caller caller;

    public EmailResource(EmailChange change, TrustedProxies proxies, Caller caller) {
        this.change = change;
        this.proxies = proxies;
        this.caller = caller;
    }

    @POST
    @AccessToken
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    public Reply<Flow> ask(@NotNull @Valid EmailChangeRequest body, @Context RoutingContext request) {
        return new Reply<>("Mails are on their way", change.ask(body, caller.accessToken(), proxies.clientOf(request)));
    }

    @POST
    @Path("/confirm")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Reply<Void> confirm(@NotNull @Valid EmailChangeConfirmed body) {
        change.confirm(body);
        return Reply.of("Email changed");
    }

    @POST
    @Path("/undo")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Reply<Void> undo(@NotNull @Valid EmailChangeUndone body) {
        change.undo(body);
        return Reply.of("Email change undone");
    }
}
