package dev.latchkey.bench;

import dev.latchkey.TestServices;
import dev.latchkey.TestUsers;
import dev.latchkey.bench.Population.Seeded;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is measured: how a request for it looks to wrk, and what its cost is held against. */
enum Route {
    STATUS("/", "/"),
    JWKS("/.well-known/jwks.json", "/"),
    VERIFY("/verify", "/"),
    INTROSPECT("/oauth/introspect", "/verify"),
    DETAILS("/user/details", "/verify"),
    REFRESH("/refresh-tokens", "/user/details"),
    LOGOUT("/logout", "/user/details"),
    LOGIN("/login", "bcrypt of C");

    private final String path;
    private final String floor;

    Route(String path, String floor) {
        this.path = path;
        this.floor = floor;
    }

    String path() {
        return path;
    }

    /** The name of the floor: another route, or one of {@link Floors}. */
    String floor() {
        return floor;
    }

    String script() {
        return this == REFRESH ? "refresh.lua" : "requests.lua";
    }

    /** The lines of the file that the script reads. */
    List<String> lines(List<Seeded> sessions) {
        return switch (this) {
            case STATUS -> List.of("GET|/|");
            case JWKS -> List.of("GET|/.well-known/jwks.json|");
            case VERIFY -> each(sessions, session -> "GET|/verify|authorization: " + session.accessToken() + "|");
            case INTROSPECT ->
                each(
                        sessions,
                        session -> "POST|/oauth/introspect|authorization: Bearer " + TestServices.ORDERS_KEY
                                + "|Content-Type: application/x-www-form-urlencoded|token=" + session.accessToken());
            case DETAILS ->
                each(sessions, session -> "POST|/user/details|authorization: " + session.accessToken() + "|");
            case REFRESH ->
                Stream.concat(
                                Stream.of("POST|/refresh-tokens|authorization: TOKEN|"),
                                sessions.stream().map(Seeded::refreshToken))
                        .toList();
            case LOGOUT ->
                each(
                        sessions,
                        session -> "POST|/logout|auth-token-access: " + session.accessToken() + "|auth-token-refresh: "
                                + session.refreshToken() + "|");
            case LOGIN ->
                each(
                        sessions,
                        session -> "POST|/login|Content-Type: application/json|{\"email\":\"" + session.email()
                                + "\",\"password\":\"" + TestUsers.PASSWORD + "\"}");
        };
    }

    private static List<String> each(List<Seeded> sessions, Function<Seeded, String> line) {
        return sessions.stream().map(line).toList();
    }
}
