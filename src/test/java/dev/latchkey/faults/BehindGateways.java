package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.TestServices;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.EchoService;
import dev.latchkey.stand.Gateway;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A service that knows nothing of tokens, behind each gateway with the configuration of the documentation. Latchkey and
 * the service, too, have headers of CORS: a browser accepts those of one only.
 */
@Tag("faults")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(Gateway.class)
abstract class BehindGateways {
    static final String ORIGIN = "https://front-end.example.net";

    /** For a machine that is busy; shorter than the gateways wait. */
    private static final Map<String, String> SETTINGS =
            Map.of("REDIS_TIMEOUT", "2s", "CORS_ORIGINS", ORIGIN, "SERVICE_KEYS", TestServices.SETTING);

    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    static final ObjectMapper JSON = new ObjectMapper();

    static RedisProcess redis;
    static Replica latchkey;
    static EchoService service;
    static Gateway.Started started;
    private static MongoProcess mongo;

    @Parameter
    Gateway gateway;

    @BeforeAll
    static void start() {
        mongo = MongoProcess.start();
        redis = RedisProcess.start(RedisProcess.AOF);
        latchkey = Replica.start(mongo.address(), redis.address(), SETTINGS);
        service = new EchoService();
    }

    @BeforeParameterizedClassInvocation
    static void start(Gateway gateway) {
        gateway.require();
        started = gateway.start(latchkey.process().port(), service.port(), ORIGIN);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {service, latchkey, redis, mongo}) {
            if (part != null) {
                part.close();
            }
        }
    }

    void say(String format, Object... figures) {
        System.out.println("faults: behind " + gateway + ", " + String.format(Locale.ROOT, format, figures));
    }

    static void assertProblem(int status, String code, HttpResponse<String> answer) throws IOException {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(List.of("application/problem+json"), answer.headers().allValues("Content-Type"));
        assertEquals(code, JSON.readTree(answer.body()).path("code").textValue());
    }

    static JsonNode headersIn(HttpResponse<String> echo) throws IOException {
        return JSON.readTree(echo.body()).path("headers");
    }

    static HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(started.address().resolve(path)).timeout(Duration.ofSeconds(15));
    }

    static HttpRequest.Builder request(String path, SignedInUser user) {
        return anonymous(path).header("Authorization", "Bearer " + user.accessToken());
    }

    static HttpResponse<String> get(String path, SignedInUser user) throws Exception {
        return send(request(path, user));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> preflight(String path, String origin) throws Exception {
        return send(anonymous(path)
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "authorization,content-type"));
    }

    /** @param origin none if nobody may */
    static void assertReadableBy(String origin, HttpResponse<String> answer) {
        assertEquals(
                Optional.ofNullable(origin).stream().toList(),
                answer.headers().allValues("Access-Control-Allow-Origin"),
                () -> answer.request() + ": " + answer.headers());
        assertEquals(List.of(), answer.headers().allValues("Access-Control-Allow-Credentials"));
        if (origin != null && !answer.request().method().equals("OPTIONS")) {
            assertLists("retry-after", answer, "Access-Control-Expose-Headers");
            assertLists("x-request-id", answer, "Access-Control-Expose-Headers");
            assertLists("Origin", answer, "Vary");
        }
    }

    static void assertLists(String element, HttpResponse<String> answer, String header) {
        assertTrue(
                answer.headers().allValues(header).stream()
                        .flatMap(value -> List.of(value.split(" *, *")).stream())
                        .anyMatch(element::equalsIgnoreCase),
                () -> header + " has no " + element + ": " + answer.headers());
    }
}
