package dev.latchkey.client;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/** Where a session is used from, for the user to know it again in the list of sessions. */
public record ClientInfo(ClientAddress address, String userAgent) {
    private static final int MAX_USER_AGENT = 256;

    static ClientInfo of(HttpServerRequest request, ClientAddress address) {
        String userAgent = Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), "");
        return new ClientInfo(address, userAgent.substring(0, Math.min(userAgent.length(), MAX_USER_AGENT)));
    }
}
