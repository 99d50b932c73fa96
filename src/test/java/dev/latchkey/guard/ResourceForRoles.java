package dev.latchkey.guard;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** What an application that is built on the service would add, for {@link GuardedByRolesTest}. */
@Path("/for-roles")
public class ResourceForRoles {

    @GET
    @Path("/one")
    @AccessToken(roles = "admin")
    public Response forOne() {
        return Response.noContent().build();
    }

    @GET
    @Path("/any")
    @AccessToken(roles = {"owner", "editor"})
    public Response forAny() {
        return Response.noContent().build();
    }

    @GET
    @Path("/optional")
    @AccessToken(roles = "admin", optional = true)
    public Response forThoseWithoutATokenAsWell() {
        return Response.noContent().build();
    }
}
