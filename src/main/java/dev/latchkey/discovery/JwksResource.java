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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The public keys that access tokens can be verified with (RFC 7517); none if they are signed by a secret. */
@Path("/.well-known/jwks.json")
public class JwksResource {
    private final PublishedKeys keys;
    private final String cacheControl = "public, max-age=" + PublishedKeys.MAX_AGE.toSeconds();
    private volatile Answer last = new Answer("", "");

    /** @param etag of this text */
    private record Answer(String jwks, String etag) {

        /**
         * By weak comparison (RFC 9110 section 13.1.2), which Jakarta's is not: a gateway that compresses makes a tag weak.
         * A hash in quotes stands in no other tag.
         */
        boolean isAmong(List<String> known) {
            return known.stream()
                    .anyMatch(tags -> tags.contains(etag) || tags.strip().equals("*"));
        }
    }

    public JwksResource(PublishedKeys keys) {
        this.keys = keys;
    }

    @GET
    @PermitAll
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    public RestResponse<String> get(
            @RestHeader(HttpHeaders.IF_NONE_MATCH) List<String> known, @Context HttpServerResponse response) {
        Answer answer = answer(keys.jwks());
        // In place of what all responses say; the builder would add one more.
        response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
        return (answer.isAmong(known) ? ResponseBuilder.<String>notModified() : ResponseBuilder.ok(answer.jwks()))
                .header(HttpHeaders.ETAG, answer.etag())
                .build();
    }

    private Answer answer(String jwks) {
        if (!last.jwks().equals(jwks)) {
            last = new Answer(jwks, '"' + HashUtil.sha256(jwks) + '"');
        }
        return last;
    }
}
