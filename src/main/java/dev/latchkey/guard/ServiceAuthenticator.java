package dev.latchkey.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.observe.AuthEvents;
import dev.latchkey.settings.ServiceKeys;
import dev.latchkey.settings.Settings;
import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.Startup;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Finds which service makes a request, by its key: no store is asked. Only hashes of the keys are known, which are
 * random, so that a plain hash will do. Application-scoped for the reason of {@link TokenAuthenticator}.
 */
@Startup
@ApplicationScoped
public class ServiceAuthenticator {
    private final ServiceKeys keys;
    private final AuthEvents events;
    private final Caller caller;
    private final Clock clock;

    public ServiceAuthenticator(Settings.Services settings, AuthEvents events, Caller caller, Clock clock) {
        this.keys = settings.keys().orElse(ServiceKeys.NONE);
        this.events = events;
        this.caller = caller;
        this.clock = clock;
        events.showServices(
                keys.all().stream().map(ServiceKeys.Key::name).distinct().toList());
    }

    void authenticate(ResteasyReactiveContainerRequestContext request, String scope) {
        ServiceKeys.Key key = presented(request).flatMap(this::find).orElseThrow(() -> {
            events.serviceRefused();
            return new AuthException(AuthError.INVALID_CLIENT);
        });
        if (!scope.isEmpty() && !key.scopes().contains(scope)) {
            events.serviceLacksScope(key.name(), scope);
            throw new AuthException(AuthError.INSUFFICIENT_SCOPE);
        }
        events.serviceKeyUsed(key.name(), routingOf(request));
        ClientProxy.unwrap(caller).is(key);
    }

    private static Optional<PresentedKey> presented(ResteasyReactiveContainerRequestContext request) {
        List<String> headers = request.getHeaders().getOrDefault(HttpHeaders.AUTHORIZATION, List.of());
        return headers.size() == 1 ? PresentedKey.parse(headers.get(0)) : Optional.empty();
    }

    private Optional<ServiceKeys.Key> find(PresentedKey presented) {
        byte[] hash = HexFormat.of().formatHex(sha256(presented.key())).getBytes(US_ASCII);
        return keys.all().stream()
                .filter(key -> MessageDigest.isEqual(key.sha256().getBytes(US_ASCII), hash))
                .filter(key -> presented.name().map(key.name()::equals).orElse(true))
                .filter(key -> clock.instant().isBefore(key.expires()))
                .findFirst();
    }

    private static RoutingContext routingOf(ResteasyReactiveContainerRequestContext request) {
        var context = (ResteasyReactiveRequestContext) request.getServerRequestContext();
        return context.serverRequest().unwrap(RoutingContext.class);
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
