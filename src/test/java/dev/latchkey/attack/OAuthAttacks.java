package dev.latchkey.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.latchkey.TestServices;
import dev.latchkey.TestUsers.SignedInUser;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Stream;

/** Forms that are none, or have more than one meaning, sent to the routes of OAuth. */
final class OAuthAttacks {
    private static final String INTROSPECT = "/oauth/introspect";
    private static final String REVOKE = "/oauth/revoke";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String KEY = ServiceKeyAttacks.authorization(TestServices.orders());
    private static final String INVALID = "invalid_request";
    private static final String UNSUPPORTED = "unsupported_media_type";

    private final String path;
    private final String token;
    private final Stream.Builder<Attack> rows = Stream.builder();

    private OAuthAttacks(String path, SignedInUser user) {
        this.path = path;
        this.token = user.accessToken();
    }

    static Stream<Attack> of(SignedInUser user) {
        return Stream.of(INTROSPECT, REVOKE).flatMap(path -> new OAuthAttacks(path, user).rows());
    }

    /** What a service asks about a token; each character of it is one byte. */
    static RawRequest introspection(String token) {
        return RawRequest.post(INTROSPECT, KEY + FORM, ("token=" + encoded(token)).getBytes(US_ASCII));
    }

    private Stream<Attack> rows() {
        keys();
        forms();
        tokens();
        types();
        methods();
        return rows.build();
    }

    private void keys() {
        byte[] form = ("token=" + token).getBytes(US_ASCII);
        ServiceKeyAttacks.headers(token)
                .forEach((name, headers) ->
                        add(name, RawRequest.post(path, headers + FORM, form), 401, "invalid_client"));
        if (path.equals(INTROSPECT)) {
            add("no key", RawRequest.post(path, FORM, form), 401, "invalid_client");
            String inTheForm = "token=" + token + "&client_id=orders&client_secret=" + TestServices.ORDERS_KEY;
            add("key in the form", RawRequest.post(path, FORM, inTheForm.getBytes(US_ASCII)), 401, "invalid_client");
            String query = path + "?access_token=" + TestServices.ORDERS_KEY;
            add("key in the query", RawRequest.post(query, FORM, form), 401, "invalid_client");
            String cookie = "Cookie: authorization=" + TestServices.ORDERS_KEY + "\r\n";
            add("key in a cookie", RawRequest.post(path, cookie + FORM, form), 401, "invalid_client");
        }
    }

    private void forms() {
        for (String form : List.of(
                "",
                "&",
                "=",
                "token",
                "token=",
                "=" + token,
                "Token=" + token,
                "TOKEN=" + token,
                "token[]=" + token,
                "token[$ne]=",
                "token%00=" + token,
                "token_type_hint=access_token",
                "token=" + token + "&token=" + token,
                "token=" + token + "&token=",
                "token=&token=" + token,
                "token=" + token + "&%74oken=other",
                "token=" + token + "&to%6ben=other",
                "token=" + token + "&token=a&token=b",
                "token=%",
                "token=%z",
                "token=%zz",
                "token=" + token + "%",
                "token=" + token + "&x=%zz",
                "%zz=x&token=" + token,
                "{\"token\":\"" + token + "\"}",
                "<token>" + token + "</token>")) {
            add("form " + abbreviated(form), posted(form), 400, INVALID);
        }
        add("token in the query", RawRequest.post(path + "?token=" + token, KEY + FORM, new byte[0]), 400, INVALID);
        add(
                "token in the query, another in the form",
                RawRequest.post(path + "?token=" + token, KEY + FORM, "token=other".getBytes(US_ASCII)),
                400,
                INVALID);
        add(
                "an empty query",
                RawRequest.post(path + "?", KEY + FORM, ("token=" + token).getBytes(US_ASCII)),
                400,
                INVALID);
    }

    /** A token is any text; what is none of ours is inactive, and nothing to revoke. */
    private void tokens() {
        for (String text : List.of(
                "null",
                "undefined",
                "0",
                "a.b.c",
                "..",
                "*",
                "{\"$ne\":\"\"}",
                "' OR 1=1 --",
                "${jndi:ldap://127.0.0.1:1/}",
                "../../etc/passwd",
                "denylist:{00}:*",
                "\0",
                "\r\nSET x y\r\n",
                "\u00ff\u00fe",
                token + "\0",
                token + ";token=other",
                token + "&token=other",
                "Bearer " + token,
                " " + token,
                "\u00ef\u00bb\u00bf" + token,
                token + token,
                token + ",other",
                "a".repeat(8_193),
                "a.".repeat(6_000))) {
            none(abbreviated(text), "token=" + encoded(text));
        }
        none("a hint that is none", "token=other&token_type_hint=" + encoded("{\"$gt\":\"\"}"));
        none("other members", "token=other&active=true&sub=admin&scope=users%3Awrite&client_id=admin");
        none("a semicolon between members", "token=other;token=" + token);
        add("a form of 16 KiB and more", posted("token=" + "a".repeat(16 * 1024)), 413, "body_too_large");
        add("a form of 1 MiB", posted("token=" + "a".repeat(1 << 20)), 413, "body_too_large");
    }

    private void none(String name, String form) {
        boolean asks = path.equals(INTROSPECT);
        add("token " + name, posted(form), 200, asks ? Attack.INACTIVE : Attack.NO_PROBLEM);
    }

    private void types() {
        byte[] form = ("token=" + token).getBytes(US_ASCII);
        for (String type : List.of(
                "application/json",
                "text/plain",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencodedx",
                "application/x-www-form-urlencoded, text/plain",
                "text/plain; application/x-www-form-urlencoded",
                "*/*",
                "")) {
            add(
                    "type '" + type + "'",
                    RawRequest.post(path, KEY + "Content-Type: " + type + "\r\n", form),
                    415,
                    UNSUPPORTED);
        }
        add("no type", RawRequest.post(path, KEY, form), 415, UNSUPPORTED);
        add("two types", RawRequest.post(path, KEY + FORM + "Content-Type: text/plain\r\n", form), 415, UNSUPPORTED);
        add("a coding", RawRequest.post(path, KEY + FORM + "Content-Encoding: gzip\r\n", form), 415, UNSUPPORTED);
    }

    private void methods() {
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "TRACE")) {
            String form = KEY + FORM + "Content-Length: 7\r\n";
            add("by " + method, RawRequest.of(method, path, KEY), 405, "method_not_allowed");
            add("as a form by " + method, RawRequest.of(method, path, form, "token=a"), 405, "method_not_allowed");
        }
    }

    private RawRequest posted(String form) {
        return RawRequest.post(path, KEY + FORM, form.getBytes(ISO_8859_1));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, ISO_8859_1);
    }

    private String abbreviated(String text) {
        String json = RawRequest.written(text.replace(token, "<token>"));
        return json.length() > 60 ? json.substring(0, 60) + "..." : json;
    }

    private void add(String name, RawRequest request, int status, String code) {
        rows.add(Attack.row(path + ": " + name, request, status, code));
    }
}
