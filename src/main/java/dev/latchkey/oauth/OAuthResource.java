package dev.latchkey.oauth;

import dev.latchkey.guard.Caller;
import dev.latchkey.guard.ServiceKey;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** What services do with the tokens that they are sent: ask about them, and take them back. */
@Path("/oauth")
@RegisterForReflection
public class OAuthResource {
    private final Introspection introspection;
    private final Revocation revocation;
    private final Caller caller;

    public OAuthResource(Introspection introspection, Revocation revocation, Caller caller) {
        this.introspection = introspection;
        this.revocation = revocation;
        this.caller = caller;
    }

    /** RFC 7662. */
    @POST
    @Path("/introspect")
    @ServiceKey
    @NonBlocking
    public Uni<Introspected> introspect(@Context RoutingContext request) {
        String token = TokenForm.read(request);
        return Uni.createFrom().completionStage(() -> introspection.of(token).toCompletionStage());
    }

    /** RFC 7009: without a key, too, since whoever has a token may give it back. */
    @POST
    @Path("/revoke")
    @ServiceKey(optional = true)
    @Blocking
    public Response revoke(@Context RoutingContext request) {
        revocation.revoke(TokenForm.read(request), caller.service());
        return Response.ok().build();
    }
}
