package dev.latchkey.observe;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Keeps out of traces what the access log does not hold either: the path as it was asked for, the query, and headers.
 * Below {@code /verify} they are those of a request to another service, and may hold anything.
 */
@Singleton
public final class TraceRedaction implements SpanProcessor {
    private static final String REDACTED = "-";

    private static final List<AttributeKey<String>> OF_THE_CLIENT = List.of(
            AttributeKey.stringKey("url.path"),
            AttributeKey.stringKey("url.query"),
            AttributeKey.stringKey("user_agent.original"));

    /** They are set before the span starts; a processor can replace them, but not take them away. */
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        for (AttributeKey<String> key : OF_THE_CLIENT) {
            if (span.getAttribute(key) != null) {
                span.setAttribute(key, REDACTED);
            }
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
