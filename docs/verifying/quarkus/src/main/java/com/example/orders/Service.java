package com.example.orders;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** A service that checks access tokens by itself. */
@Path("/api/orders")
@Authenticated
public class Service {
    private final JsonWebToken token;

    public Service(JsonWebToken token) {
        this.token = token;
    }

    public record Caller(String sub, Set<String> roles) {}

    @GET
    public Caller get() {
        return new Caller(token.getSubject(), token.getGroups());
    }
}
