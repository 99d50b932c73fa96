package dev.latchkey.attack;

import dev.latchkey.TestUsers.SignedInUser;
import java.util.List;
import java.util.stream.Stream;

/** Good tokens, sent where or how they don't count. */
final class HeaderAttacks {
    private static final String MISSING = "missing_token";
    private static final String INVALID = "invalid_token";
    private static final String TOO_LARGE = "headers_too_large";

    private final SignedInUser user;
    private final Place place;
    private final String token;
    private final Stream.Builder<Attack> rows = Stream.builder();

    private HeaderAttacks(SignedInUser user, Place place) {
        this.user = user;
        this.place = place;
        this.token = place.ownToken(user);
    }

    static Stream<Attack> of(SignedInUser user) {
        Stream<Attack> tokens = Stream.of(Place.values()).flatMap(place -> new HeaderAttacks(user, place).rows());
        return Stream.concat(tokens, others(user));
    }

    private Stream<Attack> rows() {
        add("absent", place.withHeaders(user, ""), 401, MISSING);
        for (String blank : List.of("", " ", "\t ", "Bearer", "bearer", "BEARER", "bEaReR ", "Bearer \t ")) {
            add("blank '" + blank.replace("\t", "\\t") + "'", place.withToken(user, blank), 401, MISSING);
        }
        for (String value :
                List.of("null", "undefined", "Basic dXNlcjpwYXNz", "Bearer Basic x", "{}", "*", "Bearer null")) {
            add(value, place.withToken(user, value), 403, INVALID);
        }
        add("Bearer twice", place.withToken(user, "Bearer Bearer " + token), 403, INVALID);
        add("another scheme", place.withToken(user, "Token " + token), 403, INVALID);
        add("Bearer with a colon", place.withToken(user, "Bearer: " + token), 403, INVALID);
        add("comma-joined", place.withToken(user, token + ", " + token), 403, INVALID);
        add("comma after it", place.withToken(user, token + ","), 403, INVALID);
        add("two headers", two(token, token), 403, INVALID);
        add("two headers, one blank", two(token, ""), 403, INVALID);
        add("8 KB and more", place.withToken(user, "a".repeat(8193)), 403, INVALID);
        add("16 KB", place.withToken(user, "a".repeat(16 * 1024)), 431, TOO_LARGE);
        add("30 KB", place.withToken(user, "a".repeat(30 * 1024)), 431, TOO_LARGE);
        add("70 KB", place.withToken(user, "a".repeat(70 * 1024)), 431, Attack.NO_BODY);
        elsewhere();
        return rows.build();
    }

    private RawRequest two(String first, String second) {
        return place.withHeaders(user, place.header + ": " + first + "\r\n" + place.header + ": " + second + "\r\n");
    }

    private void elsewhere() {
        add(
                "only in the query",
                place.withQuery(user, place.header + "=" + token + "&access_token=" + token),
                401,
                MISSING);
        add(
                "only in a cookie",
                place.withHeaders(user, "Cookie: " + place.header + "=" + token + "\r\n"),
                401,
                MISSING);
        add(
                "only in a JSON body",
                place.withBody(user, "application/json", "{\"" + place.header + "\":\"" + token + "\"}"),
                401,
                MISSING);
        add(
                "only in a form",
                place.withBody(user, "application/x-www-form-urlencoded", "access_token=" + token),
                401,
                MISSING);
        add(
                "only in another header",
                place.withHeaders(
                        user, "X-Access-Token: " + token + "\r\nProxy-Authorization: Bearer " + token + "\r\n"),
                401,
                MISSING);
        add(
                "only in a header with an underscore",
                place.withHeaders(user, place.header.replace('-', '_') + "_: " + token + "\r\n"),
                401,
                MISSING);
    }

    private static Stream<Attack> others(SignedInUser user) {
        String access = "authorization: " + user.accessToken() + "\r\n";
        return Stream.of(
                Attack.row(
                        "30 KB of headers",
                        RawRequest.of("GET", "/", "X-Filler: " + "a".repeat(30 * 1024) + "\r\n"),
                        431,
                        TOO_LARGE),
                Attack.row(
                        "30 KB in 150 headers",
                        RawRequest.of("GET", "/", ("X-F: " + "a".repeat(195) + "\r\n").repeat(150)),
                        431,
                        TOO_LARGE),
                Attack.row(
                        "another path by header",
                        RawRequest.of("GET", "/user/details", "X-Original-URL: /\r\nX-Rewrite-URL: /\r\n"),
                        401,
                        MISSING),
                Attack.row(
                        "another method by header",
                        RawRequest.of("GET", "/login", "X-HTTP-Method-Override: POST\r\n"),
                        405,
                        "method_not_allowed"),
                Attack.row(
                        "a user by header",
                        RawRequest.of("GET", "/user/details", "X-Auth-Subject: " + user.id() + "\r\n"),
                        401,
                        MISSING),
                Attack.row(
                        "a forged client address",
                        RawRequest.of(
                                "GET",
                                "/user/details",
                                access + "X-Forwarded-For: 127.0.0.1, ;DROP\r\nForwarded: for=\"[::1]\"\r\n"),
                        200,
                        Attack.NO_PROBLEM),
                Attack.row(
                        "a request id with a quote",
                        RawRequest.of("GET", "/nothing", "X-Request-Id: \"><script>\r\n"),
                        404,
                        "not_found"),
                Attack.row(
                        "Accept of rubbish",
                        RawRequest.of("GET", "/user/details", access + "Accept: ;;q=x\r\n"),
                        406,
                        "not_acceptable"),
                Attack.row(
                        "Accept-Language of rubbish",
                        RawRequest.of("GET", "/user/details", access + "Accept-Language: ;;q=x\r\n"),
                        200,
                        Attack.NO_PROBLEM),
                Attack.row(
                        "Range",
                        RawRequest.of("GET", "/user/details", access + "Range: bytes=0-0,1-1\r\n"),
                        200,
                        Attack.NO_PROBLEM));
    }

    private void add(String name, RawRequest request, int status, String code) {
        rows.add(Attack.row(place.label + ": " + name, request, status, code));
    }
}
