package dev.latchkey.admin;

import dev.latchkey.guard.Caller;
import dev.latchkey.guard.ServiceKey;
import dev.latchkey.web.Reply;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;

/** What services may do with users. */
@Path("/admin/users/{id}/roles")
@Blocking
@RegisterForReflection
public class RolesResource {
    private final RoleChange change;
    private final Caller caller;

    public RolesResource(RoleChange change, Caller caller) {
        this.change = change;
        this.caller = caller;
    }

    @PUT
    @ServiceKey(scope = "users:write")
    @Consumes(MediaType.APPLICATION_JSON)
    public Reply<UserRoles> change(@PathParam("id") String id, @NotNull @Valid RolesRequest body) {
        String service = caller.service().orElseThrow();
        return new Reply<>("Roles changed", change.change(id, body.roles(), service));
    }
}
