package dev.latchkey.discovery;

import dev.latchkey.token.PublishedKeys;
import io.quarkus.runtime.util.HashUtil;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The public keys that access tokens can be verified with (RFC 7517); none if they are signed by a secret. */
@Path("/.well-known/jwks.json")
public class JwksResource {
    private final PublishedKeys keys;
    private final String cacheControl = "public, max-age=" + PublishedKeys.MAX_AGE.toSeconds();
    private volatile Answer last = new Answer("", new EntityTag(""));

    /** @param etag of this text */
    private record Answer(String jwks, EntityTag etag) {}

    public JwksResource(PublishedKeys keys) {
        this.keys = keys;
    }

    @GET
    @PermitAll
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    public RestResponse<String> get(@Context Request request, @Context HttpServerResponse response) {
        Answer answer = answer(keys.jwks());
        // In place of what all responses say; the builder would add one more.
        response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
        Response.ResponseBuilder unmet = request.evaluatePreconditions(answer.etag());
        return (unmet == null
                        ? ResponseBuilder.ok(answer.jwks())
                        : ResponseBuilder.<String>create(unmet.build().getStatus()))
                .tag(answer.etag())
                .build();
    }

    private Answer answer(String jwks) {
        if (!last.jwks().equals(jwks)) {
            last = new Answer(jwks, new EntityTag(HashUtil.sha256(jwks)));
        }
        return last;
    }
}
