package dev.latchkey.discovery;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.settings.Settings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What others find by the issuer of a token: its keys, and where to ask about it (RFC 8414; at the place of OpenID Connect
 * Discovery, too, where many look). 404 if {@code JWT_ISSUER} is no address. There is no authorization and no token
 * endpoint, since users sign in by the routes of their own.
 */
@Path("/.well-known")
public class MetadataResource {
    private static final String CACHE_CONTROL = "public, max-age=300";

    private final Optional<Metadata> metadata;

    /** RFC 8414 section 2, and what OpenID Connect Discovery section 3 requires beyond it. */
    @RegisterForReflection
    record Metadata(
            String issuer,
            @JsonProperty("jwks_uri") String jwksUri,
            @JsonProperty("introspection_endpoint") String introspectionEndpoint,

            @JsonProperty("introspection_endpoint_auth_methods_supported")
            List<String> introspectionAuthMethods,

            @JsonProperty("revocation_endpoint") String revocationEndpoint,

            @JsonProperty("revocation_endpoint_auth_methods_supported")
            List<String> revocationAuthMethods,

            @JsonProperty("response_types_supported") List<String> responseTypes,
            @JsonProperty("grant_types_supported") List<String> grantTypes,
            @JsonProperty("subject_types_supported") List<String> subjectTypes,

            @JsonProperty("id_token_signing_alg_values_supported")
            List<String> algorithms) {}

    public MetadataResource(Settings.Token token, Settings.AccessKeys keys) {
        this.metadata = Optional.of(token.issuer())
                .filter(MetadataResource::isAddress)
                .map(issuer -> metadata(issuer, keys.algorithm().name()));
    }

    @GET
    @Path("/oauth-authorization-server")
    @PermitAll
    @NonBlocking
    public Metadata ofTheAuthorizationServer(@Context HttpServerResponse response) {
        return answer(response);
    }

    @GET
    @Path("/openid-configuration")
    @PermitAll
    @NonBlocking
    public Metadata ofTheOpenIdProvider(@Context HttpServerResponse response) {
        return answer(response);
    }

    private Metadata answer(HttpServerResponse response) {
        Metadata answer = metadata.orElseThrow(() -> new AuthException(AuthError.NOT_FOUND));
        // In place of what all responses say; Jakarta's builder would add one more.
        response.putHeader(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL);
        return answer;
    }

    /** Addresses come from the setting, never from what a request says of its host. */
    private static Metadata metadata(String issuer, String algorithm) {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return new Metadata(
                issuer,
                base + "/.well-known/jwks.json",
                base + "/oauth/introspect",
                List.of("client_secret_basic"),
                base + "/oauth/revoke",
                List.of("client_secret_basic", "none"),
                List.of(),
                List.of(),
                List.of("public"),
                List.of(algorithm));
    }

    /** RFC 8414 section 2: https, no query, no fragment; http on the developer's own machine. */
    private static boolean isAddress(String issuer) {
        try {
            URI address = URI.create(issuer);
            boolean secure = "https".equals(address.getScheme())
                    || "http".equals(address.getScheme()) && "localhost".equals(address.getHost());
            return secure
                    && address.getHost() != null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
