package dev.latchkey.oauth;

import dev.latchkey.error.AuthError;
import dev.latchkey.error.AuthException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The form of both routes (RFC 7662 section 2.1, RFC 7009 section 2.1). Vert.x has read it while the body arrived: Jakarta
 * REST would read it once more, on a worker thread.
 */
final class TokenForm {
    private static final Pattern TYPE =
            Pattern.compile("application/x-www-form-urlencoded\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final String TOKEN = "token";

    private TokenForm() {}

    /**
     * The one token. {@code token_type_hint} is of no use, since a token tells its type. A query is refused, which
     * could have the token: queries are logged on the way.
     */
    static String read(RoutingContext context) {
        HttpServerRequest request = context.request();
        List<String> types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
        boolean form = types.size() == 1 && TYPE.matcher(types.get(0).strip()).matches();
        if (!form || request.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            throw new AuthException(
                    AuthError.UNSUPPORTED_MEDIA_TYPE, "The body must be application/x-www-form-urlencoded.");
        }
        if (request.query() != null) {
            throw new AuthException(
                    AuthError.INVALID_REQUEST, "The token belongs in the body, and nothing in the query.");
        }
        // Not getAll, which would take Token for token.
        List<String> tokens = request.formAttributes().entries().stream()
                .filter(field -> field.getKey().equals(TOKEN))
                .map(Map.Entry::getValue)
                .toList();
        if (tokens.size() != 1 || tokens.get(0).isEmpty()) {
            throw new AuthException(AuthError.INVALID_REQUEST, "The form must have one token.");
        }
        return tokens.get(0);
    }
}
