package dev.latchkey.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** All that came back until the service closed the connection, and how long that took. */
record RawAnswer(int status, String head, String body, Duration time) {
    private static final int PATIENCE_MILLIS = 15_000;
    private static final int DRIP_MILLIS = 200;

    static RawAnswer to(Attack attack) throws IOException {
        URI service = URI.create(RestAssured.baseURI + ":" + RestAssured.port);
        return to(service, attack.request(), attack.dripFed());
    }

    static RawAnswer to(URI service, RawRequest request) throws IOException {
        return to(service, request, false);
    }

    private static RawAnswer to(URI service, RawRequest request, boolean dripFed) throws IOException {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(dripFed ? DRIP_MILLIS : PATIENCE_MILLIS);
            long start = System.nanoTime();
            write(socket.getOutputStream(), request.bytes());
            String text = dripFed ? readDripFeeding(socket) : read(socket.getInputStream());
            return parse(text, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** The service may answer, and close the connection, before it has read all. */
    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // What it answered can still be read.
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                all.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // Closed with some of the request unread.
        }
        return all.toString(UTF_8);
    }

    private static String readDripFeeding(Socket socket) throws IOException {
        long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
        while (System.nanoTime() < end) {
            try {
                return read(socket.getInputStream());
            } catch (SocketTimeoutException e) {
                write(socket.getOutputStream(), new byte[] {' '});
            }
        }
        throw new SocketTimeoutException("no answer to a request that is fed slowly");
    }

    private static RawAnswer parse(String text, Duration time) {
        if (text.isEmpty()) {
            return new RawAnswer(Attack.UNANSWERED, "", "", time);
        }
        int end = text.indexOf("\r\n\r\n");
        String head = text.substring(0, end + 2);
        return new RawAnswer(Integer.parseInt(head.split(" ")[1]), head, text.substring(end + 4), time);
    }

    boolean hasHeader(String line) {
        return head.toLowerCase(Locale.ROOT).contains("\r\n" + line.toLowerCase(Locale.ROOT));
    }
}
