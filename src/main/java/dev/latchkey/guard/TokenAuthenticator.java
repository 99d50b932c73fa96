package dev.latchkey.guard;

import dev.latchkey.denylist.DenyList;
import dev.latchkey.denylist.DenyListAnswer;
import dev.latchkey.denylist.DenyReason;
import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import dev.latchkey.token.InvalidTokenException;
import dev.latchkey.token.TokenType;
import dev.latchkey.token.TokenVerifier;
import dev.latchkey.token.VerifiedToken;
import io.quarkus.arc.ClientProxy;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * What both guards do: take the token from its header, check what it says, then ask the deny-list. The signature goes
 * first, so that garbage never reaches Redis and only the ids of a verified token become keys. The event loop is never
 * blocked: the request is suspended until the deny-list has answered. Application-scoped, so that the filters, which a
 * native image makes while it is built, hold only a proxy of it: keys are read when the service starts.
 */
@ApplicationScoped
public class TokenAuthenticator {
    private static final String SCHEME = "Bearer";

    private final TokenVerifier verifier;
    private final DenyList denyList;
    private final Caller caller;

    public TokenAuthenticator(TokenVerifier verifier, DenyList denyList, Caller caller) {
        this.verifier = verifier;
        this.denyList = denyList;
        this.caller = caller;
    }

    /**
     * The token that a request presents, once the deny-list has let it through; fails with {@link AuthException} if it does
     * not, or does not answer.
     *
     * @param presented the values of the header
     * @throws AuthException if this is no token of the type that is valid by itself
     */
    public Future<VerifiedToken> authenticate(TokenType type, String header, List<String> presented) {
        return check(type, header, presented).map(AuthenticatedToken::token);
    }

    /** @param roles of which the user needs one; empty for none */
    void authenticate(
            ResteasyReactiveContainerRequestContext request,
            TokenType type,
            String header,
            List<String> roles,
            DenyReason... tolerated) {
        List<String> presented = request.getHeaders().getOrDefault(header, List.of());
        Future<AuthenticatedToken> answer = check(type, header, presented, tolerated);
        // The request's own instance: its scope is not active where the answer arrives.
        Caller callerOfThisRequest = ClientProxy.unwrap(caller);
        request.suspend();
        answer.map(found -> permitted(found, roles))
                .onSuccess(found -> {
                    callerOfThisRequest.is(found);
                    request.resume();
                })
                .onFailure(request::resume);
    }

    private Future<AuthenticatedToken> check(
            TokenType type, String header, List<String> presented, DenyReason... tolerated) {
        VerifiedToken token = verify(read(header, presented), type);
        return denyList.check(token, tolerated).map(answer -> letThrough(token, answer));
    }

    private static AuthenticatedToken letThrough(VerifiedToken token, DenyListAnswer answer) {
        return switch (answer.verdict()) {
            case CLEAR -> new AuthenticatedToken(token, answer.epoch());
            case DENIED -> throw new AuthException(AuthError.REVOKED_TOKEN);
            case STALE -> throw new AuthException(AuthError.STALE_TOKEN);
        };
    }

    private static AuthenticatedToken permitted(AuthenticatedToken found, List<String> roles) {
        if (roles.isEmpty() || found.token().hasAnyOf(roles)) {
            return found;
        }
        throw new AuthException(AuthError.INSUFFICIENT_SCOPE);
    }

    private static String read(String header, List<String> presented) {
        if (presented.size() > 1) {
            throw new AuthException(AuthError.INVALID_TOKEN);
        }
        String token = presented.isEmpty() ? "" : withoutScheme(presented.get(0).strip());
        if (token.isEmpty()) {
            throw new AuthException(
                    AuthError.MISSING_TOKEN, "A token is required: the header " + header + " has none.");
        }
        return token;
    }

    /** Clients of the original send the bare token, all others {@code Bearer <token>} (RFC 6750 section 2.1). */
    private static String withoutScheme(String value) {
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return value;
        }
        String rest = value.substring(SCHEME.length());
        return rest.isEmpty() || Character.isWhitespace(rest.charAt(0)) ? rest.strip() : value;
    }

    private VerifiedToken verify(String token, TokenType type) {
        try {
            return verifier.verify(token, type);
        } catch (InvalidTokenException e) {
            boolean expired = e.reason() == InvalidTokenException.Reason.EXPIRED;
            throw new AuthException(expired ? AuthError.EXPIRED_TOKEN : AuthError.INVALID_TOKEN);
        }
    }
}
