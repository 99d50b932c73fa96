package dev.latchkey.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Latencies at a constant rate. Each request has a time at which it is due, and its latency counts from then, whether or
 * not the service was ready for it: a service that stalls is not asked less for it (no coordinated omission).
 */
final class SteadyLoad implements AutoCloseable {
    private static final int CONNECTIONS = 64;

    /** Of the beginning nothing is recorded: the connections are opened then. */
    private static final long UNRECORDED = TimeUnit.SECONDS.toNanos(1);

    /** What takes longer, behind all that a slow service has not answered yet, counts as this. */
    private static final long SLOWEST = TimeUnit.SECONDS.toNanos(60);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http = vertx.createHttpClient(new HttpClientOptions()
            .setMaxPoolSize(CONNECTIONS)
            .setMaxWaitQueueSize(-1)
            .setKeepAlive(true)
            .setPipelining(false));

    /** In milliseconds; failures are answers that were no 2xx, or none. */
    record Latencies(double perSecond, double p50, double p99, long failures) {}

    /** @param lines the requests, sent in turn, as {@code requests.lua} reads them */
    Latencies run(URI service, List<String> lines, double perSecond, Duration time) {
        Run run = new Run(service, lines.stream().map(Request::parse).toList(), perSecond, time);
        vertx.runOnContext(start -> run.begin());
        return run.done.join();
    }

    private record Request(HttpMethod method, String path, Map<String, String> headers, String body) {

        static Request parse(String line) {
            String[] parts = line.split("\\|", -1);
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 2; i < parts.length - 1; i++) {
                String[] header = parts[i].split(": ", 2);
                headers.put(header[0], header[1]);
            }
            return new Request(HttpMethod.valueOf(parts[0]), parts[1], headers, parts[parts.length - 1]);
        }

        RequestOptions to(URI service) {
            RequestOptions options = new RequestOptions()
                    .setHost(service.getHost())
                    .setPort(service.getPort())
                    .setMethod(method)
                    .setURI(path);
            headers.forEach(options::putHeader);
            return options;
        }
    }

    private final class Run {
        private final Histogram nanos = new Histogram(SLOWEST, 3);
        private final CompletableFuture<Latencies> done = new CompletableFuture<>();
        private final URI service;
        private final List<Request> requests;
        private final double interval;
        private final double perSecond;
        private final long total;
        private long start;
        private long sent;
        private long answered;
        private long failures;

        Run(URI service, List<Request> requests, double perSecond, Duration time) {
            this.service = service;
            this.requests = requests;
            this.perSecond = perSecond;
            this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
            this.total = (long) (perSecond * time.toSeconds());
        }

        void begin() {
            start = System.nanoTime();
            vertx.setPeriodic(1, this::sendWhatIsDue);
        }

        private void sendWhatIsDue(long timer) {
            long due = Math.min(total, (long) ((System.nanoTime() - start) / interval));
            while (sent < due) {
                send(start + (long) (sent * interval));
            }
            if (sent == total) {
                vertx.cancelTimer(timer);
            }
        }

        private void send(long dueAt) {
            Request request = requests.get((int) (sent % requests.size()));
            sent++;
            http.request(request.to(service))
                    .compose(opened -> opened.send(request.body()).compose(this::whole))
                    .onComplete(answer -> note(dueAt, answer.succeeded() && answer.result() / 100 == 2));
        }

        private io.vertx.core.Future<Integer> whole(HttpClientResponse response) {
            return response.end().map(response.statusCode());
        }

        private void note(long dueAt, boolean success) {
            if (dueAt - start >= UNRECORDED) {
                nanos.recordValue(Math.min(SLOWEST, System.nanoTime() - dueAt));
            }
            failures += success ? 0 : 1;
            answered++;
            if (answered == total) {
                done.complete(new Latencies(
                        perSecond,
                        nanos.getValueAtPercentile(50) / 1e6,
                        nanos.getValueAtPercentile(99) / 1e6,
                        failures));
            }
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
