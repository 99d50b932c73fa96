package dev.latchkey.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.EchoService;
import dev.latchkey.stand.Gateway;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gets through a gateway: bodies, streams, odd lines. */
class GatewayTrafficFaultIT extends BehindGateways {
    private static final String BODY = "x".repeat(100_000);
    private static final byte[] UPLOAD = new byte[32 * 1024 * 1024];

    @Test
    void passesTheRestOfTheRequestOn() throws Exception {
        SignedInUser user = latchkey.client().register();
        HttpResponse<String> answer = send(request("/api/orders?x=1", user).POST(BodyPublishers.ofString(BODY)));
        assertEquals(200, answer.statusCode());
        JsonNode echo = JSON.readTree(answer.body());
        assertEquals("POST /api/orders?x=1", echo.path("asked").textValue());
        assertEquals(BODY.length(), echo.path("length").intValue());
        assertEquals(500, get(EchoService.BROKEN, user).statusCode(), "an error of the service itself");
        assertEquals(200, send(anonymous("/auth/")).statusCode(), "Latchkey's own routes need no token");
        assertEquals(200, send(anonymous("/")).statusCode(), "nor do pages");
    }

    @Test
    void passesALargeUploadOn() throws Exception {
        HttpResponse<String> answer =
                send(request("/api/orders", latchkey.client().register()).POST(BodyPublishers.ofByteArray(UPLOAD)));
        assertEquals(UPLOAD.length, JSON.readTree(answer.body()).path("length").intValue());
    }

    /** Each when the service sends it. */
    @Test
    void passesEventsOn() throws Exception {
        SignedInUser user = latchkey.client().register();
        HttpResponse<InputStream> stream =
                HTTP.send(request(EchoService.EVENTS, user).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader events = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertEquals("data: first", events.readLine());
            get(EchoService.NEXT_EVENT, user);
            assertEquals("", events.readLine());
            assertEquals("data: another", events.readLine());
        }
    }

    @Test
    void passesWebSocketsOn() throws Exception {
        SignedInUser user = latchkey.client().register();
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + user.accessToken())
                .buildAsync(webSocketAddress(), listener(messages))
                .join();
        assertEquals(user.id(), messages.poll(20, SECONDS));
        assertEquals("[]", messages.poll(20, SECONDS));
        socket.sendText("hello", true).join();
        assertEquals("hello", messages.poll(20, SECONDS));
        socket.abort();
    }

    /** A browser's WebSocket can send no header of its own. */
    @Test
    void takesTheTokenOfAWebSocketFromItsSubprotocols() throws Exception {
        assumeFalse(gateway == Gateway.TRAEFIK, "Traefik can't");
        SignedInUser user = latchkey.client().register();
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .subprotocols("chat", "bearer." + user.accessToken())
                .buildAsync(webSocketAddress(), listener(messages))
                .join();
        assertEquals(user.id(), messages.poll(20, SECONDS));
        assertEquals("[chat]", messages.poll(20, SECONDS), "the service gets no token");
        socket.abort();
    }

    @Test
    void refusesAWebSocketWithoutAToken() {
        int asked = service.requests();
        CompletionException refused = assertThrows(CompletionException.class, () -> HTTP.newWebSocketBuilder()
                .buildAsync(webSocketAddress(), listener(new LinkedBlockingQueue<>()))
                .join());
        assertEquals(
                401,
                assertInstanceOf(WebSocketHandshakeException.class, refused.getCause())
                        .getResponse()
                        .statusCode());
        assertEquals(asked, service.requests(), "the service was asked");
    }

    /** The service would go on in HTTP/2 on the same connection, where no gateway looks. */
    @Test
    void passesNoOtherUpgradeOn() throws Exception {
        String answer = askedFor(
                "/api/",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA");
        assertEquals("HTTP/1.1 200 OK", answer);
    }

    private static URI webSocketAddress() {
        return URI.create("ws" + started.address().toString().substring("http".length()) + "/api/chat");
    }

    private static WebSocket.Listener listener(BlockingQueue<String> messages) {
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                messages.add(text.toString());
                socket.request(1);
                return null;
            }
        };
    }

    /** Others, which the server behind it would not take, are in the attack table. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/a;b//c?d=/../e", "/api/%7C%5B%5D"})
    void letsOddLinesThrough(String target) throws Exception {
        assertEquals("HTTP/1.1 200 OK", askedFor(target));
    }

    @Test
    void letsLinesThroughThatAreNotAscii() throws Exception {
        assumeFalse(gateway == Gateway.HAPROXY || gateway == Gateway.ENVOY, "they refuse such a line themselves");
        assertEquals("HTTP/1.1 200 OK", askedFor("/api/a?b=\u00fc"));
    }

    @Test
    void letsLongLinesThrough() throws Exception {
        assertEquals("HTTP/1.1 200 OK", askedFor("/api/a?" + "b".repeat(7_900)));
    }

    /** What a client names there, a proxy takes out of the request (RFC 9110 section 7.6.1). */
    @Test
    void tellsTheServiceWhoAsksWhateverAClientNamesInConnection() throws Exception {
        SignedInUser user = latchkey.client().register();
        String request = "GET /api/orders HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + user.accessToken()
                + "\r\nConnection: close, X-Auth-Subject, X-Auth-Roles, X-Auth-Email-Verified\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", started.process().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = reader(socket.getInputStream()).lines().collect(joining("\n"));
            assertTrue(answer.contains("\"" + user.id() + "\""), answer);
        }
    }

    /** The first line of the answer. */
    private static String askedFor(String target, String... headers) throws Exception {
        SignedInUser user = latchkey.client().register();
        String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + user.accessToken() + "\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(joining())
                + "\r\n";
        try (Socket socket = new Socket("127.0.0.1", started.process().port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return reader(socket.getInputStream()).readLine();
        }
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    }
}
