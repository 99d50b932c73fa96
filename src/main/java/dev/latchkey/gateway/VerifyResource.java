package dev.latchkey.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.guard.AccessToken;
import dev.latchkey.guard.Caller;
import dev.latchkey.token.VerifiedToken;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Stream;

/**
 * Asked by a gateway before it lets a request through: nginx {@code auth_request}, Traefik ForwardAuth, Envoy
 * {@code ext_authz}, Caddy {@code forward_auth}, HAProxy. Any path below, and any of these methods, since gateways pass on
 * those of the request. Reads nothing but the deny-list.
 */
@Path(VerifyResource.ROOT + "{path: (/.*)?}")
@NonBlocking
@RegisterForReflection
public class VerifyResource {
    static final String ROOT = "/verify";

    private final Caller caller;
    private final RoutingContext request;

    public VerifyResource(Caller caller, RoutingContext request) {
        this.caller = caller;
        this.request = request;
    }

    @GET
    @AccessToken
    public Response get() {
        return verified();
    }

    @HEAD
    @AccessToken
    public Response head() {
        return verified();
    }

    @POST
    @AccessToken
    public Response post() {
        return verified();
    }

    @PUT
    @AccessToken
    public Response put() {
        return verified();
    }

    @PATCH
    @AccessToken
    public Response patch() {
        return verified();
    }

    @DELETE
    @AccessToken
    public Response delete() {
        return verified();
    }

    @OPTIONS
    @AccessToken
    public Response options() {
        return verified();
    }

    /** 200, though there is no body: Envoy takes no other status for a yes. */
    private Response verified() {
        VerifiedToken token = caller.accessToken();
        requireRoles(token);
        return Response.ok()
                .header("X-Auth-Subject", token.subject())
                .header("X-Auth-Session", token.sessionId())
                .header("X-Auth-Email", HeaderText.of(token.email()))
                .header("X-Auth-Email-Verified", token.emailVerified())
                .header("X-Auth-Roles", String.join(",", token.roles()))
                .header("X-Auth-Expires", token.expiresAt().getEpochSecond())
                .build();
    }

    /**
     * One of those in each {@code role}: so what a client appends can only restrict. Below {@link #ROOT} the query is that of
     * another service.
     */
    private void requireRoles(VerifiedToken token) {
        if (request.normalizedPath().startsWith(ROOT + "/")) {
            return;
        }
        boolean permitted = rolesAskedFor().allMatch(anyOf -> token.hasAnyOf(List.of(anyOf.split(","))));
        if (!permitted) {
            throw new AuthException(AuthError.INSUFFICIENT_SCOPE);
        }
    }

    /** However many parameters there are: Vert.x drops those after the first 1,024. The length of the line bounds them. */
    private Stream<String> rolesAskedFor() {
        QueryStringDecoder query = new QueryStringDecoder(request.request().uri(), UTF_8, true, Integer.MAX_VALUE);
        return query.parameters().entrySet().stream()
                .filter(parameter -> parameter.getKey().equalsIgnoreCase("role"))
                .flatMap(parameter -> parameter.getValue().stream());
    }
}
