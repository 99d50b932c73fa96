package dev.latchkey.attack;

import java.util.stream.Stream;

/** Requests that a gateway and the service could take for two different ones, or that are no HTTP at all. */
final class FramingAttacks {
    private static final String INVALID = "invalid_request";
    private static final String BODY = "{\"email\":\"nobody-at-all@example.com\",\"password\":\"wrong horse battery\"}";
    private static final String CHUNKED = chunk(BODY) + chunk("");
    private static final String LENGTH = "Content-Length: " + BODY.length() + "\r\n";
    private static final String CODING = "Transfer-Encoding: chunked\r\n";

    private final Stream.Builder<Attack> rows = Stream.builder();

    static Stream<Attack> all() {
        FramingAttacks attacks = new FramingAttacks();
        attacks.lengths();
        attacks.codings();
        attacks.chunks();
        attacks.heads();
        attacks.lines();
        attacks.oddTargets();
        attacks.slow();
        return attacks.rows.build();
    }

    private void lengths() {
        String[] malformed = {"-1", "+5", "0x5", "5 5", "5;5", "99999999999999999999", "", "five"};
        for (String length : malformed) {
            add(
                    "Content-Length '" + length + "'",
                    framed("Content-Length: " + length + "\r\n", BODY),
                    400,
                    Attack.NO_BODY);
        }
        add("two lengths", framed(LENGTH + "Content-Length: 3\r\n", BODY), 400, Attack.NO_BODY);
        add("two lengths that agree", framed(LENGTH + LENGTH, BODY), 400, Attack.NO_BODY);
        add("two lengths in one header", framed("Content-Length: 5, 5\r\n", BODY), 400, Attack.NO_BODY);
        add(
                "a length beyond all bounds",
                framed("Content-Length: 9000000000000000000\r\n", BODY),
                413,
                "body_too_large");
        add("a length too short", framed("Content-Length: 2\r\n", BODY), 400, INVALID);
    }

    private void codings() {
        add("length and chunks", framed(LENGTH + CODING, CHUNKED), 400, Attack.NO_BODY);
        add("chunks and length 0", framed(CODING + "Content-Length: 0\r\n", CHUNKED), 400, Attack.NO_BODY);
        String smuggled = CHUNKED + "GET / HTTP/1.1\r\nHost: latchkey\r\n\r\n";
        add("length and chunks, a request behind them", kept(LENGTH + CODING, smuggled), 400, Attack.NO_BODY);
        add("chunks, a request behind them", kept(CODING, smuggled), 401, "invalid_credentials");
        add("length and identity", framed(LENGTH + "Transfer-Encoding: identity\r\n", BODY), 400, Attack.NO_BODY);
        for (String coding : new String[] {
            "identity",
            "xchunked",
            "chunked, xchunked",
            "chunked, identity",
            "chunked, chunked",
            "\"chunked\"",
            "chunked;q=1"
        }) {
            add("coding " + coding, framed("Transfer-Encoding: " + coding + "\r\n", CHUNKED), 400, Attack.NO_BODY);
        }
        add("coding gzip, chunked", framed("Transfer-Encoding: gzip, chunked\r\n", CHUNKED), 400, INVALID);
        add("two codings", framed(CODING + "Transfer-Encoding: identity\r\n", CHUNKED), 400, Attack.NO_BODY);
        add("two codings that agree", framed(CODING + CODING, CHUNKED), 400, Attack.NO_BODY);
        add(
                "coding after a vertical tab",
                framed("Transfer-Encoding: \u000bchunked\r\n", CHUNKED),
                400,
                Attack.NO_BODY);
        add(
                "coding before a colon with a space",
                framed("Transfer-Encoding : chunked\r\n", CHUNKED),
                400,
                Attack.NO_BODY);
        add("coding on a folded line", framed("Transfer-Encoding:\r\n chunked\r\n", CHUNKED), 400, INVALID);
        add(
                "chunks in HTTP/1.0",
                RawRequest.line("POST /login HTTP/1.0", "Content-Type: application/json\r\n" + CODING, CHUNKED),
                400,
                Attack.NO_BODY);
    }

    /** Vert.x closes the connection before an answer could be written. */
    private void chunks() {
        add(
                "chunk with an extension",
                framed(CODING, CHUNKED.replaceFirst("\r\n", ";a=b\r\n")),
                401,
                "invalid_credentials");
        add(
                "chunk with 100 KB of extension",
                framed(CODING, CHUNKED.replaceFirst("\r\n", ";" + "a".repeat(100_000) + "\r\n")),
                Attack.UNANSWERED,
                Attack.NO_BODY);
        add(
                "chunk with an extension that ends in LF",
                framed(CODING, CHUNKED.replaceFirst("\r\n", ";a\n")),
                Attack.UNANSWERED,
                Attack.NO_BODY);
        for (String size : new String[] {"-1", "zz", "0x5", "FFFFFFFFFFFFFFFFF"}) {
            add(
                    "chunk of size " + size,
                    framed(CODING, size + "\r\n" + BODY + "\r\n" + chunk("")),
                    Attack.UNANSWERED,
                    Attack.NO_BODY);
        }
        add(
                "chunk longer than its size",
                framed(CODING, "2\r\n" + BODY + "\r\n" + chunk("")),
                Attack.UNANSWERED,
                Attack.NO_BODY);
        add(
                "100 KB of trailers",
                framed(CODING, chunk(BODY) + "0\r\nX-Filler: " + "a".repeat(100_000) + "\r\n\r\n"),
                Attack.UNANSWERED,
                Attack.NO_BODY);
        add(
                "over 16 KiB in chunks",
                framed(CODING, chunk(" ".repeat(9000)).repeat(2) + chunk("")),
                413,
                "body_too_large");
        add(
                "a token in a trailer",
                RawRequest.of("POST", "/user/details", CODING, chunk("{}") + "0\r\nauthorization: x\r\n\r\n"),
                401,
                "missing_token");
    }

    private void heads() {
        add("lone CR in a header", get("X-A: a\rb\r\n"), 400, Attack.NO_BODY);
        add(
                "lone CR in a token",
                RawRequest.of("GET", "/user/details", "authorization: a\rb\r\n"),
                400,
                Attack.NO_BODY);
        add("NUL in a header", get("X-A: a\0b\r\n"), 400, Attack.NO_BODY);
        add("NUL in a header's name", get("X\0A: b\r\n"), 400, Attack.NO_BODY);
        add("space before a colon", get("X-A : b\r\n"), 400, Attack.NO_BODY);
        add("no colon", get("X-A\r\n"), 400, Attack.NO_BODY);
        add("control character in a cookie", get("Cookie: a=\u0001\r\n"), 400, Attack.NO_BODY);
        add("lines that end in LF", new RawRequest("GET / HTTP/1.1\nHost: latchkey\n\n"), 400, Attack.NO_BODY);
        add("no host", new RawRequest("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), 400, INVALID);
        add("two hosts", get("Host: other\r\n"), 400, INVALID);
        add(
                "host with a user",
                new RawRequest("GET / HTTP/1.1\r\nHost: a b@c\r\nConnection: close\r\n\r\n"),
                400,
                INVALID);
        add("an expectation nobody knows", framed("Expect: a-miracle\r\n" + LENGTH, BODY), 400, INVALID);
        add(
                "100-continue for too much",
                framed("Expect: 100-continue\r\nContent-Length: 99999\r\n", ""),
                413,
                "body_too_large");
        String upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n";
        add("upgrade to HTTP/2", RawRequest.of("GET", "/user/details", upgrade), 401, "missing_token");
    }

    private void lines() {
        add("HTTP/2.0 by name", RawRequest.line("GET / HTTP/2.0", "", ""), 400, INVALID);
        add("HTTP/9.9", RawRequest.line("GET / HTTP/9.9", "", ""), 400, INVALID);
        add("HTTP/0.9", new RawRequest("GET /\r\n\r\n"), 400, Attack.NO_BODY);
        add("preface of HTTP/2", new RawRequest("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 400, INVALID);
        add(
                "TLS",
                new RawRequest("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"),
                400,
                Attack.NO_BODY);
        add("a method that is no token", RawRequest.line("G(T / HTTP/1.1", "", ""), 400, Attack.NO_BODY);
        add("a method of 40 KB", RawRequest.line("G".repeat(40_000) + " / HTTP/1.1", "", ""), 414, Attack.NO_BODY);
        add("a path of 9 KB", RawRequest.of("GET", "/" + "a".repeat(9000), ""), 404, "not_found");
        add("a path of 40 KB", RawRequest.of("GET", "/" + "a".repeat(40_000), ""), 414, Attack.NO_BODY);
        add("a path that begins with two slashes", RawRequest.of("GET", "//", ""), 400, INVALID);
        add("a path that is the name of a host", RawRequest.of("GET", "//user/details", ""), 400, INVALID);
        add("a path that is no UTF-8", RawRequest.of("GET", "/%ff%fe", ""), 404, "not_found");
        add("a path with a NUL", RawRequest.of("GET", "/%00", ""), 404, "not_found");
        add("a path upwards", RawRequest.of("GET", "/verify/../user/details", ""), 400, INVALID);
        add("a path upwards, escaped", RawRequest.of("GET", "/verify/%2e%2e/user/details", ""), 400, INVALID);
        add("a path with a matrix", RawRequest.of("GET", "/user;x=y/details;.css", ""), 400, "invalid_request");
        add("a path in another case", RawRequest.of("GET", "/USER/DETAILS", ""), 404, "not_found");
        add(
                "an absolute path to elsewhere",
                RawRequest.of("GET", "http://other/user/details", ""),
                401,
                "missing_token");
        add("CONNECT", RawRequest.of("CONNECT", "other:80", ""), 404, "not_found");
        for (String method : new String[] {"TRACE", "PROPFIND", "OPTIONS", "GET", "get"}) {
            add(method + " /login", RawRequest.of(method, "/login", "authorization: x\r\n"), 405, "method_not_allowed");
        }
        add("OPTIONS of nothing", RawRequest.of("OPTIONS", "/nothing", ""), 404, "not_found");
    }

    /** What may not stand there by the RFC; browsers and scripts send it all the same. */
    private void oddTargets() {
        for (String odd : new String[] {
            "|", "[", "]", "{", "}", "^", "`", "<", ">", "\"", "#", "%", "%z", "%zz", "%a", "\u00fc", "\u00ff", "\u00a0"
        }) {
            add("path with " + odd, RawRequest.of("GET", "/a" + odd, ""), 404, "not_found");
            add("query with " + odd, RawRequest.of("GET", "/user/details?a=" + odd, ""), 401, "missing_token");
            add("path of a gateway with " + odd, RawRequest.of("GET", "/verify/a" + odd, ""), 401, "missing_token");
            add("query of a gateway with " + odd, RawRequest.of("GET", "/verify?a=" + odd, ""), 401, "missing_token");
        }
        for (String odd : new String[] {"//", ";", "%2F", "%3B", "%41", "/a//b;c=d/%2f%25", "a".repeat(32_000)}) {
            add("path of a gateway with " + odd, RawRequest.of("GET", "/verify/a" + odd, ""), 401, "missing_token");
        }
        add("path with a backslash", RawRequest.of("GET", "/a\\", ""), 400, INVALID);
        add("path of a gateway with a backslash", RawRequest.of("GET", "/verify/a\\b?\\", ""), 401, "missing_token");
        add("dots in a query", RawRequest.of("GET", "/verify?a=/../..//;", ""), 401, "missing_token");
        String long32 = "/" + "a".repeat(32_000);
        add(
                "a long target in a header",
                RawRequest.of("GET", "/verify", "X-Forwarded-Uri: " + long32 + "\r\n"),
                401,
                "missing_token");
    }

    private void slow() {
        rows.add(Attack.dripFed(
                "a body that is fed a byte at a time", framed("Content-Length: 9999\r\n", "{"), 400, INVALID));
        rows.add(Attack.dripFed("a chunk size that never ends", framed(CODING, "1;"), 400, INVALID));
        rows.add(Attack.dripFed("a chunk that is fed a byte at a time", framed(CODING, "fff\r\n{"), 400, INVALID));
    }

    private static RawRequest get(String headers) {
        return RawRequest.of("GET", "/", headers);
    }

    private static RawRequest framed(String framing, String body) {
        return RawRequest.framed("/login", framing, body);
    }

    /** On a connection that the client would keep. */
    private static RawRequest kept(String framing, String body) {
        return new RawRequest(framed(framing, body).text().replace("Connection: close\r\n", ""));
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private void add(String name, RawRequest request, int status, String code) {
        rows.add(Attack.row(name, request, status, code));
    }
}
