package dev.latchkey.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.TestServices;
import dev.latchkey.TestUsers.SignedInUser;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Changes of roles by whoever may not make them, of users that are none, to roles that are none. */
final class RolesAttacks {
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String KEY = ServiceKeyAttacks.authorization("Bearer " + TestServices.ADMIN_KEY);
    private static final String GOOD = "{\"roles\":[\"admin\"]}";
    private static final String INVALID = "invalid_request";

    private final SignedInUser user;
    private final SignedInUser other;
    private final Stream.Builder<Attack> rows = Stream.builder();

    private RolesAttacks(SignedInUser user, SignedInUser other) {
        this.user = user;
        this.other = other;
    }

    /** @param other whose roles change by the rows that are let through */
    static Stream<Attack> of(SignedInUser user, SignedInUser other) {
        RolesAttacks attacks = new RolesAttacks(user, other);
        attacks.keys();
        attacks.ids();
        attacks.bodies();
        attacks.roles();
        attacks.members();
        attacks.types();
        attacks.methods();
        return attacks.rows.build();
    }

    private void keys() {
        ServiceKeyAttacks.headers(user.accessToken())
                .forEach((name, headers) ->
                        add(name, put(path(user.id()), headers + JSON, GOOD), 401, "invalid_client"));
        add("no key", put(path(user.id()), JSON, GOOD), 401, "invalid_client");
        String query = path(user.id()) + "?access_token=" + TestServices.ADMIN_KEY;
        add("key in the query", put(query, JSON, GOOD), 401, "invalid_client");
        String cookie = "Cookie: authorization=" + TestServices.ADMIN_KEY + "\r\n";
        add("key in a cookie", put(path(user.id()), cookie + JSON, GOOD), 401, "invalid_client");
        for (String withoutScope : List.of(
                TestServices.orders(),
                TestServices.basic("orders:" + TestServices.ORDERS_KEY),
                TestServices.basic("orders:a%2Bb%2Fc%3D%3A+%C3%A4"))) {
            String headers =
                    ServiceKeyAttacks.authorization(withoutScope) + "X-Scope: users:write\r\nscope: users:write\r\n";
            String path = path(user.id()) + "?scope=users:write&scopes=users:write";
            add("key without the scope", put(path, headers + JSON, GOOD), 403, "insufficient_scope");
        }
        add(
                "key without the scope, which the body names",
                put(
                        path(user.id()),
                        ServiceKeyAttacks.authorization(TestServices.orders()) + JSON,
                        "{\"roles\":[],\"scopes\":[\"users:write\"]}"),
                403,
                "insufficient_scope");
    }

    private void ids() {
        String id = user.id();
        for (String unknown : List.of(
                "0123456789abcdef01234567",
                id.toUpperCase(Locale.ROOT) + "x",
                id.substring(1),
                id + "0",
                id + "%00",
                "%00",
                "%20" + id,
                id + "%0D%0A",
                "%7B%22$ne%22:%22%22%7D",
                "$ne",
                "*",
                ".*",
                "null",
                "-1",
                "me",
                user.email(),
                "%ff%fe",
                "%zz",
                "a".repeat(4_000))) {
            add("id " + abbreviated(unknown), put(path(unknown), KEY + JSON, GOOD), 404, "not_found");
        }
        add("id upwards", put(path("../users/" + id), KEY + JSON, GOOD), 400, INVALID);
        add("id with a matrix", put(path(id + ";x=y"), KEY + JSON, GOOD), 400, INVALID);
        add("id missing", put("/admin/users//roles", KEY + JSON, GOOD), 400, INVALID);
        add("route in another case", put(path(id).toUpperCase(Locale.ROOT), KEY + JSON, GOOD), 404, "not_found");
        add("a list of users", RawRequest.of("GET", "/admin/users", KEY), 404, "not_found");
        add("a user", RawRequest.of("GET", "/admin/users/" + id, KEY), 404, "not_found");
    }

    private void bodies() {
        for (String body : List.of(
                "",
                " ",
                "null",
                "[]",
                "[\"admin\"]",
                "\"admin\"",
                "1",
                "true",
                "{}",
                "{",
                "roles=admin",
                "{\"Roles\":[]}",
                "{\"role\":\"admin\"}",
                GOOD + GOOD,
                GOOD + "x",
                "{\"roles\":[],\"roles\":[\"admin\"]}",
                "{\"roles\":[],\"r\\u006fles\":[\"admin\"]}",
                "{\"roles\":[\"admin\",]}",
                "{'roles':['admin']}",
                "{\"roles\":" + "[".repeat(4_000) + "]".repeat(4_000) + "}")) {
            invalid("body " + abbreviated(body), body);
        }
        add("body in UTF-16", put(path(user.id()), KEY + JSON, GOOD.getBytes(UTF_16)), 400, INVALID);
        add(
                "body of 16 KiB and more",
                put(path(user.id()), KEY + JSON, " ".repeat(16 * 1024 + 1)),
                413,
                "body_too_large");
    }

    private void roles() {
        for (String roles : List.of(
                "null",
                "\"admin\"",
                "\"\"",
                "1",
                "true",
                "{}",
                "{\"0\":\"admin\"}",
                "{\"$each\":[\"admin\"]}",
                "[null]",
                "[1]",
                "[1.5]",
                "[true]",
                "[[]]",
                "[[\"admin\"]]",
                "[{}]",
                "[{\"$gt\":\"\"}]",
                "[\"admin\",null]")) {
            invalid("roles " + roles, "{\"roles\":" + roles + "}");
        }
        for (String role : List.of(
                "",
                " ",
                " admin",
                "admin ",
                "admin,owner",
                "admin owner",
                "admin\0",
                "admin\n",
                "admin\r\nX-Auth-Subject: other",
                "$admin",
                ".admin",
                "-admin",
                "*",
                "../admin",
                "<admin>",
                "\u0430dmin",
                "\uff41dmin",
                "adm\u0131n",
                "admin\u200b",
                "\ud83d\udd11",
                "a".repeat(65))) {
            invalid("role " + abbreviated(role), RawRequest.written(Map.of("roles", List.of(role))));
        }
        invalid(
                "33 roles",
                RawRequest.written(Map.of(
                        "roles",
                        Stream.iterate(0, i -> i + 1)
                                .limit(33)
                                .map(i -> "r" + i)
                                .toList())));
        invalid("33 times one role", RawRequest.written(Map.of("roles", Collections.nCopies(33, "admin"))));
    }

    /** They are none of the service's, and change nothing. */
    private void members() {
        for (String member : List.of(
                "id", "_id", "password", "email", "claims", "rolesVersion", "version", "$set", "__proto__", "class")) {
            String body = RawRequest.written(Map.of("roles", List.of("reader"), member, user.id()));
            add("member " + member, put(path(other.id()), KEY + JSON, body), 200, Attack.NO_PROBLEM);
        }
        String query = path(other.id()) + "?id=" + user.id() + "&roles=admin&_method=DELETE";
        add("members in the query", put(query, KEY + JSON, "{\"roles\":[\"reader\"]}"), 200, Attack.NO_PROBLEM);
    }

    private void types() {
        for (String type : List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/merge-patch+json",
                "application/jsonx",
                "application/json; charset=utf-16",
                "*/*")) {
            add(
                    "type '" + type + "'",
                    put(path(user.id()), KEY + "Content-Type: " + type + "\r\n", GOOD),
                    415,
                    "unsupported_media_type");
        }
        add("no type", put(path(user.id()), KEY, GOOD), 415, "unsupported_media_type");
    }

    private void methods() {
        for (String method : List.of("GET", "POST", "DELETE", "PATCH")) {
            String override = "X-HTTP-Method-Override: PUT\r\n";
            add("by " + method, RawRequest.of(method, path(user.id()), KEY + override), 405, "method_not_allowed");
        }
    }

    private void invalid(String name, String body) {
        add(name, put(path(user.id()), KEY + JSON, body), 400, INVALID);
    }

    private static String path(String id) {
        return "/admin/users/" + id + "/roles";
    }

    private static RawRequest put(String path, String headers, String body) {
        return put(path, headers, body.getBytes(UTF_8));
    }

    private static RawRequest put(String path, String headers, byte[] body) {
        String length = "Content-Length: " + body.length + "\r\n";
        return RawRequest.of("PUT", path, headers + length, new String(body, ISO_8859_1));
    }

    private static String abbreviated(String text) {
        String json = RawRequest.written(text);
        return json.length() > 60 ? json.substring(0, 60) + "..." : json;
    }

    private void add(String name, RawRequest request, int status, String code) {
        rows.add(Attack.row("roles: " + name, request, status, code));
    }
}
