package dev.latchkey.guard;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** The same as {@link ResourceForRoles}, guarded as a whole. */
@Path("/for-roles/class")
@AccessToken(roles = "admin")
public class ResourceForAdmins {

    @GET
    @Path("/all")
    public Response forAll() {
        return Response.noContent().build();
    }

    @GET
    @Path("/own")
    @AccessToken(roles = "owner")
    public Response withAGuardOfItsOwn() {
        return Response.noContent().build();
    }
}
