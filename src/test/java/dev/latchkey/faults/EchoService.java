package dev.latchkey.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A service that has never heard of Latchkey: it says what it was asked, and with which headers. */
final class EchoService implements AutoCloseable {
    /** The one path that it answers with an error of its own. */
    static final String BROKEN = "/broken";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final HttpServer server;

    EchoService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::echo);
        server.setExecutor(workers);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How often it has been asked. */
    int requests() {
        return requests.get();
    }

    private void echo(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(capitalised(name), values));
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        byte[] answer = JSON.writeValueAsBytes(Map.of("asked", asked, "headers", headers, "length", body.length()));
        boolean broken = exchange.getRequestURI().getPath().equals(BROKEN);
        exchange.sendResponseHeaders(broken ? 500 : 200, answer.length);
        try (var out = exchange.getResponseBody()) {
            out.write(answer);
        }
    }

    /** {@code X-auth-subject}, as this server knows a header, in the way in which all others write it. */
    private static String capitalised(String name) {
        return Stream.of(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("-"));
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
