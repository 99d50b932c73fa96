package dev.latchkey.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a request must be like beyond what the parser demands: whatever a gateway and we could read in two ways is no
 * proper request.
 */
final class RequestForm {
    private static final Pattern DOT_SEGMENT = Pattern.compile("/(\\.|%2[eE]){1,2}(/|$)");

    /**
     * An empty segment, a parameter, an encoded slash or backslash, or an unreserved character that is encoded (RFC 3986
     * sections 2.3, 3.3 and 6.2.2).
     */
    private static final Pattern OTHER_SPELLING =
            Pattern.compile("//|;|%(2[DEF]|3[0-9]|[46][1-9A-F]|[57][0-9A]|5[CF]|7E)", Pattern.CASE_INSENSITIVE);

    private final GatewayRoute gatewayRoute;

    RequestForm(GatewayRoute gatewayRoute) {
        this.gatewayRoute = gatewayRoute;
    }

    boolean isProper(HttpServerRequest request) {
        return request.version() != null && isForOneHost(request) && isPlain(request.path()) && isFramedOnce(request);
    }

    /** RFC 9112 section 3.2. */
    private static boolean isForOneHost(HttpServerRequest request) {
        return request.authority() != null
                && request.headers().getAll(HttpHeaders.HOST).size() == 1;
    }

    /** No dot segments, and no other spelling of a route: a gateway and we could take it for different ones. */
    private boolean isPlain(String path) {
        return path != null
                && path.startsWith("/")
                && !path.startsWith("//")
                && !DOT_SEGMENT.matcher(path).find()
                && (gatewayRoute.isAbove(path) || !OTHER_SPELLING.matcher(path).find());
    }

    /** RFC 9112 section 6.1: no other coding but chunked, that once, and not from a client of before there was any. */
    private static boolean isFramedOnce(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        boolean chunked = codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
        return codings.isEmpty() || chunked && request.version() == HttpVersion.HTTP_1_1;
    }
}
