package dev.latchkey.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ways to tell a service that it is somebody else: any of them would do for a link in a mail that leads to the attacker, in
 * a service that believes it. Each names {@link #ATTACKER}.
 */
final class HostAttacks {
    /** In no name, port or path of ours. */
    static final List<String> ATTACKER = List.of("attacker", "31337");

    private static final String OWN = "latchkey";
    private static final String NO_PREFIX = "";

    /**
     * @param target what stands before the path in the request line
     * @param host the header; null for none
     * @param headers whole lines
     */
    record HostAttack(String name, String target, String host, String headers) {

        /** A request with this, beside what the request itself has. */
        RawRequest on(String method, String path, String ownHeaders, String body) {
            String hostLine = host == null ? "" : "Host: " + host + "\r\n";
            return new RawRequest(method + " " + target + path + " HTTP/1.1\r\n" + hostLine + "Connection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                    + headers + ownHeaders + "\r\n" + body);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private HostAttacks() {}

    static Stream<HostAttack> all() {
        List<HostAttack> rows = new ArrayList<>();
        for (String host : List.of(
                "attacker.example",
                "attacker.example:31337",
                "latchkey.attacker.example",
                "attacker.example.",
                "latchkey:31337",
                "latchkey@attacker.example",
                "attacker.example/latchkey",
                "attacker.example#latchkey",
                "latchkey, attacker.example",
                "[::ffff:attacker]",
                "\"><a href=//attacker.example>")) {
            rows.add(new HostAttack("Host: " + host, NO_PREFIX, host, ""));
        }
        for (String target :
                List.of("http://attacker.example", "https://attacker.example:31337", "//attacker.example")) {
            rows.add(new HostAttack("a request for " + target, target, OWN, ""));
            rows.add(new HostAttack("a request for " + target + ", Host as well", target, "attacker.example", ""));
        }
        rows.add(new HostAttack("another host beside ours", NO_PREFIX, OWN, "Host: attacker.example\r\n"));
        for (String header : List.of(
                "X-Forwarded-Host: attacker.example",
                "X-Forwarded-Host: attacker.example:31337",
                "X-Forwarded-Host: latchkey, attacker.example",
                "X-Forwarded-Host: latchkey\r\nX-Forwarded-Host: attacker.example",
                "X-Forwarded-Host: attacker.example%0d%0aBcc: attacker@attacker.example",
                "X-Forwarded-Server: attacker.example",
                "X-Forwarded-Proto: attacker",
                "X-Forwarded-Proto: https\r\nX-Forwarded-Host: attacker.example",
                "X-Forwarded-Scheme: attacker",
                "X-Forwarded-Port: 31337",
                "X-Forwarded-Prefix: /attacker",
                "X-Forwarded-Path: /attacker",
                "X-Forwarded-For: attacker.example",
                "Forwarded: host=attacker.example",
                "Forwarded: for=192.0.2.1;host=\"attacker.example:31337\";proto=attacker",
                "Forwarded: for=attacker;by=attacker, host=attacker.example",
                "X-Host: attacker.example",
                "X-Original-Host: attacker.example",
                "X-HTTP-Host-Override: attacker.example",
                "X-Original-URL: http://attacker.example/",
                "X-Rewrite-URL: http://attacker.example/",
                "Origin: https://attacker.example",
                "Origin: https://attacker.example:31337",
                "Origin: null\r\nReferer: https://attacker.example/",
                "Referer: https://attacker.example/latchkey",
                "From: attacker@attacker.example",
                "Reply-To: attacker@attacker.example",
                "User-Agent: attacker",
                "Via: 1.1 attacker.example",
                "X-Request-Id: attacker",
                "X-Auth-Email: attacker@attacker.example")) {
            rows.add(new HostAttack(header.replace("\r\n", " and "), NO_PREFIX, OWN, header + "\r\n"));
        }
        return rows.stream();
    }
}
