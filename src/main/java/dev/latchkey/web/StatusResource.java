package dev.latchkey.web;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Says that the server is running; liveness, not readiness. */
@Path("/")
public class StatusResource {

    @GET
    @PermitAll
    @NonBlocking
    public Reply<Void> status() {
        return Reply.of("Server is running");
    }
}
