package dev.latchkey.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TraceRedactionTest {
    private final Collected collected = new Collected();

    @Test
    void keepsPathQueryAndUserAgentOutOfASpan() {
        try (SdkTracerProvider traces = SdkTracerProvider.builder()
                .addSpanProcessor(new TraceRedaction())
                .addSpanProcessor(SimpleSpanProcessor.create(collected))
                .build()) {
            traces.get("test")
                    .spanBuilder("GET /verify")
                    .setAttribute("http.route", "/verify")
                    .setAttribute("url.path", "/verify/reset/secret")
                    .setAttribute("url.query", "token=secret")
                    .setAttribute("user_agent.original", "secret/1.0")
                    .startSpan()
                    .end();
        }
        Map<String, Object> attributes = new TreeMap<>();
        collected.spans.get(0).getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
        assertEquals(
                Map.of("http.route", "/verify", "url.path", "-", "url.query", "-", "user_agent.original", "-"),
                attributes);
    }

    private static final class Collected implements SpanExporter {
        private final List<SpanData> spans = new ArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> exported) {
            spans.addAll(exported);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
