package dev.latchkey.stand;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes traces, by OTLP over gRPC, and keeps them as they came. */
public final class TraceCollector implements AutoCloseable {
    /** Of gRPC: not compressed, and nothing in it. */
    private static final byte[] EMPTY_MESSAGE = new byte[5];

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    private TraceCollector() {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        server = vertx.createHttpServer(options)
                .requestHandler(this::take)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public static TraceCollector start() {
        return new TraceCollector();
    }

    /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** All that came so far, each byte one character. */
    public String received() {
        return String.join("\n", received);
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            received.add(body.toString(StandardCharsets.ISO_8859_1.name()));
            request.response()
                    .putHeader("content-type", "application/grpc")
                    .putTrailer("grpc-status", "0")
                    .end(Buffer.buffer(EMPTY_MESSAGE));
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
