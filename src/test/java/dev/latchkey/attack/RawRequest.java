package dev.latchkey.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * The bytes of a request, written down without a client that would correct them; each character of the text is one
 * byte.
 */
record RawRequest(String text) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "Content-Type: application/json\r\n";

    /** @param headers whole lines, each with its end; the connection is closed after the answer */
    static RawRequest of(String method, String path, String headers) {
        return of(method, path, headers, "");
    }

    static RawRequest of(String method, String path, String headers, String body) {
        return line(method + " " + path + " HTTP/1.1", headers, body);
    }

    static RawRequest line(String requestLine, String headers, String body) {
        return new RawRequest(requestLine + "\r\nHost: latchkey\r\nConnection: close\r\n" + headers + "\r\n" + body);
    }

    static RawRequest json(String path, String body) {
        return json(path, body.getBytes(UTF_8));
    }

    static RawRequest json(String path, byte[] body) {
        return post(path, JSON_TYPE, body);
    }

    static RawRequest json(String path, Map<String, ?> body) {
        return json(path, written(body));
    }

    static RawRequest post(String path, String headers, byte[] body) {
        String length = "Content-Length: " + body.length + "\r\n";
        return of("POST", path, headers + length, new String(body, ISO_8859_1));
    }

    /** With a framing of its own. */
    static RawRequest framed(String path, String framing, String body) {
        return of("POST", path, JSON_TYPE + framing, body);
    }

    static String written(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    byte[] bytes() {
        return text.getBytes(ISO_8859_1);
    }
}
