package dev.latchkey.stand;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A service that has never heard of Latchkey, nor of CORS: it says what it was asked, and with which headers. */
public final class EchoService implements AutoCloseable {
    /** The one path that it answers with an error of its own. */
    public static final String BROKEN = "/api/broken";

    /** A stream of events: one at once, then one whenever {@link #NEXT_EVENT} is asked for. */
    public static final String EVENTS = "/api/events";

    public static final String NEXT_EVENT = "/api/next-event";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicInteger requests = new AtomicInteger();
    private final Queue<HttpServerResponse> streams = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    public EchoService() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setMaxInitialLineLength(16_384)
                .setWebSocketSubProtocols(List.of("chat"));
        server = vertx.createHttpServer(options).requestHandler(this::answer).webSocketHandler(this::greet);
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    public int port() {
        return server.actualPort();
    }

    /** How often it has been asked. */
    public int requests() {
        return requests.get();
    }

    private void answer(HttpServerRequest request) {
        requests.incrementAndGet();
        // As if it had an idea of its own who may read this.
        request.response().putHeader("Access-Control-Allow-Origin", "*");
        switch (request.path()) {
            case EVENTS -> streamEvents(request.response());
            case NEXT_EVENT -> {
                streams.forEach(stream -> stream.write("data: another\n\n"));
                request.response().end();
            }
            default -> echo(request);
        }
    }

    private void streamEvents(HttpServerResponse response) {
        response.setChunked(true).putHeader("Content-Type", "text/event-stream").write("data: first\n\n");
        streams.add(response);
    }

    /** Counts the body and does not keep it: it may be large. */
    private static void echo(HttpServerRequest request) {
        AtomicLong length = new AtomicLong();
        request.handler(part -> length.addAndGet(part.length()));
        request.endHandler(end -> {
            Map<String, Object> echo = Map.of(
                    "asked", request.method() + " " + request.uri(),
                    "headers", headers(request),
                    "length", length.get());
            request.response()
                    .setStatusCode(request.path().equals(BROKEN) ? 500 : 200)
                    .end(json(echo));
        });
    }

    /** Says who has come and what was offered, then everything that comes. */
    private void greet(ServerWebSocket socket) {
        requests.incrementAndGet();
        socket.writeTextMessage(socket.headers().get("X-Auth-Subject"));
        socket.writeTextMessage(String.valueOf(socket.headers().getAll("Sec-WebSocket-Protocol")));
        socket.textMessageHandler(socket::writeTextMessage);
    }

    private static Map<String, List<String>> headers(HttpServerRequest request) {
        Map<String, List<String>> headers = new TreeMap<>();
        request.headers()
                .names()
                .forEach(
                        name -> headers.put(capitalised(name), request.headers().getAll(name)));
        return headers;
    }

    /** {@code X-Auth-Subject}, however the gateway has written it. */
    private static String capitalised(String name) {
        return Stream.of(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("-"));
    }

    private static Buffer json(Object value) {
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
