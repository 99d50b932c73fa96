package dev.latchkey.web;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that are written byte by byte. */
abstract class RawHttp {
    static final int BODY_LIMIT = 16 * 1024;
    static final int PATIENCE_MILLIS = 15_000;

    static Socket connect() throws IOException {
        return new Socket(URI.create(RestAssured.baseURI).getHost(), RestAssured.port);
    }

    static String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
