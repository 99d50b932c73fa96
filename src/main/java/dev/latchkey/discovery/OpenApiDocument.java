package dev.latchkey.discovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The OpenAPI document, as it is written, or in JSON. It is read when it is asked for: Quarkus's extension reads it, and
 * writes it in both forms, at each start, which took more memory than anything else before the port opens
 * (docs/performance.md).
 */
@Singleton
public final class OpenApiDocument {
    private static final String RESOURCE = "/META-INF/openapi.yaml";
    private static final String JSON_PATH = "/openapi.json";
    private static final List<String> PATHS = List.of("/openapi", "/openapi.yaml", JSON_PATH);

    /** Made when it is first asked for: whoever asks often costs no more than for a file. */
    private volatile String json;

    void register(@Observes Router router) {
        for (String path : PATHS) {
            router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).blockingHandler(this::answer);
        }
    }

    private void answer(RoutingContext context) {
        boolean inJson = isAskedForInJson(context.request());
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, inJson ? "application/json" : "application/yaml")
                .end(inJson ? json() : yaml());
    }

    private static boolean isAskedForInJson(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.path().equals(JSON_PATH) || accept != null && accept.startsWith("application/json");
    }

    private static String yaml() {
        try (InputStream document = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
            return new String(document.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String json() {
        if (json == null) {
            json = written();
        }
        return json;
    }

    private static String written() {
        try {
            return new ObjectMapper().writeValueAsString(new YAMLMapper().readTree(yaml()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
