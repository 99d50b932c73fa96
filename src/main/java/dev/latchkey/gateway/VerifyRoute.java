package dev.latchkey.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.guard.TokenAuthenticator;
import dev.latchkey.observe.RouteTemplate;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.VerifiedToken;
import dev.latchkey.web.FilterOrder;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asked by a gateway before it lets a request through: nginx {@code auth_request}, Traefik ForwardAuth, Envoy
 * {@code ext_authz}, Caddy {@code forward_auth}, HAProxy. Any path below, and any of these methods, since gateways pass on
 * those of the request. Reads nothing but the deny-list. It is asked at each request to any service, so it is a route of
 * Vert.x and no resource: docs/decisions/0018-verify-is-a-route-of-vertx.md.
 */
@Singleton
public final class VerifyRoute {
    static final String ROOT = "/verify";

    /** As the OpenAPI document has them. */
    public static final List<HttpMethod> METHODS = List.of(
            HttpMethod.DELETE,
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.OPTIONS,
            HttpMethod.PATCH,
            HttpMethod.POST,
            HttpMethod.PUT);

    private static final String ALLOW = METHODS.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    private static final String TEMPLATE = ROOT + "{path}";
    private static final String TOKEN = "latchkey.token";

    private static final CharSequence SUBJECT = HttpHeaders.createOptimized("X-Auth-Subject");
    private static final CharSequence SESSION = HttpHeaders.createOptimized("X-Auth-Session");
    private static final CharSequence EMAIL = HttpHeaders.createOptimized("X-Auth-Email");
    private static final CharSequence EMAIL_VERIFIED = HttpHeaders.createOptimized("X-Auth-Email-Verified");
    private static final CharSequence ROLES = HttpHeaders.createOptimized("X-Auth-Roles");
    private static final CharSequence EXPIRES = HttpHeaders.createOptimized("X-Auth-Expires");

    private final TokenAuthenticator authenticator;

    public VerifyRoute(TokenAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    void register(@Observes Router router) {
        // The filters of Quarkus are routes, too: that with the highest priority has the lowest order.
        router.route(ROOT + "/*")
                .order(-FilterOrder.VERIFY)
                .setName(TEMPLATE)
                .handler(this::authenticate)
                .handler(VerifyRoute::answer);
    }

    private void authenticate(RoutingContext context) {
        requireMethod(context);
        RouteTemplate.tell(context, TEMPLATE);
        Context own = context.vertx().getOrCreateContext();
        authenticator
                .authenticate(TokenType.ACCESS, HttpHeaders.AUTHORIZATION.toString(), presented(context.request()))
                // It arrives on the event loop of the connection to Redis.
                .onSuccess(token -> own.runOnContext(here -> {
                    context.put(TOKEN, token);
                    context.next();
                }))
                .onFailure(failure -> own.runOnContext(here -> context.fail(failure)));
    }

    private static void requireMethod(RoutingContext context) {
        if (!METHODS.contains(context.request().method())) {
            context.response().putHeader(HttpHeaders.ALLOW, ALLOW);
            throw new AuthException(AuthError.METHOD_NOT_ALLOWED);
        }
    }

    private static List<String> presented(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.AUTHORIZATION);
    }

    /** 200, though there is no body: Envoy takes no other status for a yes. */
    private static void answer(RoutingContext context) {
        VerifiedToken token = context.get(TOKEN);
        requireRoles(token, context.request());
        context.response()
                .putHeader(SUBJECT, token.subject())
                .putHeader(SESSION, token.sessionId())
                .putHeader(EMAIL, HeaderText.of(token.email()))
                .putHeader(EMAIL_VERIFIED, Boolean.toString(token.emailVerified()))
                .putHeader(ROLES, HeaderText.of(String.join(",", token.roles())))
                .putHeader(EXPIRES, Long.toString(token.expiresAt().getEpochSecond()))
                .end();
    }

    /**
     * One of those in each {@code role}: so what a client appends can only restrict. Below {@link #ROOT} the query is that of
     * another service.
     */
    private static void requireRoles(VerifiedToken token, HttpServerRequest request) {
        if (request.path().startsWith(ROOT + "/")) {
            return;
        }
        boolean permitted = rolesAskedFor(request).allMatch(anyOf -> token.hasAnyOf(List.of(anyOf.split(","))));
        if (!permitted) {
            throw new AuthException(AuthError.INSUFFICIENT_SCOPE);
        }
    }

    /** However many parameters there are: Vert.x drops those after the first 1,024. The length of the line bounds them. */
    private static Stream<String> rolesAskedFor(HttpServerRequest request) {
        QueryStringDecoder query = new QueryStringDecoder(request.uri(), UTF_8, true, Integer.MAX_VALUE);
        return query.parameters().entrySet().stream()
                .filter(parameter -> parameter.getKey().equalsIgnoreCase("role"))
                .flatMap(parameter -> parameter.getValue().stream());
    }
}
