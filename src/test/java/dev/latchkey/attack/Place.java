package dev.latchkey.attack;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.token.TestTokens;
import dev.latchkey.token.TokenType;

/** Where the service takes a token from. Whatever else the request needs is as it should be. */
enum Place {
    DETAILS("details", TokenType.ACCESS, "POST", "/user/details", "authorization"),
    REFRESH("refresh", TokenType.REFRESH, "POST", "/refresh-tokens", "authorization"),
    LOGOUT_ACCESS("logout, access token", TokenType.ACCESS, "POST", "/logout", "auth-token-access"),
    LOGOUT_REFRESH("logout, refresh token", TokenType.REFRESH, "POST", "/logout", "auth-token-refresh");

    final String label;
    final TokenType type;
    final String header;
    private final String method;
    private final String path;

    Place(String label, TokenType type, String method, String path, String header) {
        this.label = label;
        this.type = type;
        this.method = method;
        this.path = path;
        this.header = header;
    }

    /** The user's own token of the kind that belongs here. */
    String ownToken(SignedInUser user) {
        return type == TokenType.ACCESS ? user.accessToken() : user.refreshToken();
    }

    String tokenOfTheOtherKind(SignedInUser user) {
        return type == TokenType.ACCESS ? user.refreshToken() : user.accessToken();
    }

    /** One that would be let through here, to be spoilt. */
    TestTokens forgery(SignedInUser user) {
        return TestTokens.like(ownToken(user));
    }

    RawRequest withToken(SignedInUser user, String token) {
        return withHeaders(user, header + ": " + token + "\r\n");
    }

    RawRequest withHeaders(SignedInUser user, String headers) {
        return RawRequest.of(method, path, companion(user) + headers);
    }

    RawRequest withQuery(SignedInUser user, String query) {
        return RawRequest.of(method, path + "?" + query, companion(user));
    }

    RawRequest withBody(SignedInUser user, String type, String body) {
        String headers = "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n";
        return RawRequest.of(method, path, companion(user) + headers, body);
    }

    /** The header beside the one that is attacked, which logout wants. */
    private String companion(SignedInUser user) {
        return switch (this) {
            case LOGOUT_ACCESS -> "auth-token-refresh: " + user.refreshToken() + "\r\n";
            case LOGOUT_REFRESH -> "auth-token-access: " + user.accessToken() + "\r\n";
            default -> "";
        };
    }
}
