package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.Programs;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.ServerProcess;
import dev.latchkey.token.TestTokens;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that knows nothing of tokens, behind nginx with the configuration of the documentation. */
@Tag("faults")
class NginxGatewayFaultIT {
    private static final int LOGOUTS = 200;
    private static final Duration TO_SAY_UNAVAILABLE = Duration.ofMillis(1_200);

    /** For a machine that is busy; shorter than nginx waits. */
    private static final Map<String, String> PATIENCE = Map.of("REDIS_TIMEOUT", "2s");

    private static final String BODY = "x".repeat(100_000);
    private static final List<String> FORGED = List.of(
            "X-Auth-Subject", "X-Auth-Session", "X-Auth-Email", "X-Auth-Expires", "X_Auth_Subject", "X.Auth.Subject");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static MongoProcess mongo;
    private static RedisProcess redis;
    private static Replica latchkey;
    private static EchoService service;
    private static NginxProcess nginx;

    @BeforeAll
    static void start() {
        Programs.require("nginx", "nginx-light");
        mongo = MongoProcess.start();
        redis = RedisProcess.start(RedisProcess.AOF);
        latchkey = Replica.start(mongo.address(), redis.address(), PATIENCE);
        service = new EchoService();
        nginx = NginxProcess.start(latchkey.process().port(), service.port());
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {nginx, service, latchkey, redis, mongo}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void honoursALogoutAtTheVeryNextRequest() throws Exception {
        SignedInUser user = latchkey.client().register();
        for (int i = 0; i < LOGOUTS; i++) {
            SignedInUser session = latchkey.client().login(user.email()).signedIn(200, user.email());
            assertEquals(200, get("/", session).statusCode());
            assertEquals(200, latchkey.client().logout(session).status());
            assertProblem(403, "revoked_token", get("/", session));
        }
        System.out.printf(
                Locale.ROOT,
                "faults: behind nginx, 200 before the logout, 403 at the next request: %d of %<d%n",
                LOGOUTS);
    }

    /** The client has a good token, and claims to be somebody else. */
    @Test
    void tellsTheServiceWhoAsksAndDoesNotBelieveTheClient() throws Exception {
        SignedInUser user = latchkey.client().register();
        HttpRequest.Builder request = request("/orders", user);
        FORGED.forEach(name -> request.header(name, "forged"));
        HttpResponse<String> answer = send(request);
        assertEquals(200, answer.statusCode());
        assertEquals(-1, answer.body().indexOf("forged"), answer::body);
        assertEquals(-1, answer.body().indexOf(user.accessToken()), answer::body);
        JsonNode headers = JSON.readTree(answer.body()).path("headers");
        JsonNode claims = TestTokens.claimsOf(user.accessToken());
        assertHeader(user.id(), headers, "X-Auth-Subject");
        assertHeader(claims.get("sid").textValue(), headers, "X-Auth-Session");
        assertHeader(user.email(), headers, "X-Auth-Email");
        assertHeader(claims.get("exp").asText(), headers, "X-Auth-Expires");
        System.out.printf(Locale.ROOT, "faults: behind nginx, %d forged identity headers, 0 believed%n", FORGED.size());
    }

    @Test
    void refusesWhoHasNoGoodToken() throws Exception {
        int asked = service.requests();
        assertProblem(401, "missing_token", send(anonymous("/").header("X-Auth-Subject", "forged")));
        assertProblem(401, "missing_token", send(anonymous("/").POST(HttpRequest.BodyPublishers.ofString(BODY))));
        assertProblem(403, "invalid_token", send(anonymous("/").header("Authorization", "Bearer garbage")));
        SignedInUser user = latchkey.client().register();
        assertProblem(403, "invalid_token", send(anonymous("/").header("Authorization", user.refreshToken())));
        assertNotEquals(
                200,
                send(request("/", user).header("Authorization", "a second one")).statusCode());
        assertEquals(asked, service.requests(), "the service was asked");
    }

    @Test
    void passesTheRestOfTheRequestOn() throws Exception {
        SignedInUser user = latchkey.client().register();
        HttpResponse<String> answer =
                send(request("/orders?x=1", user).POST(HttpRequest.BodyPublishers.ofString(BODY)));
        assertEquals(200, answer.statusCode());
        JsonNode echo = JSON.readTree(answer.body());
        assertEquals("POST /orders?x=1", echo.path("asked").textValue());
        assertEquals(BODY.length(), echo.path("length").intValue());
        assertEquals(500, get(EchoService.BROKEN, user).statusCode(), "an error of the service itself");
        assertEquals(200, send(anonymous("/auth/")).statusCode(), "Latchkey's own routes need no token");
    }

    /** Others, which the server behind it would not take, are in the attack table. */
    @ParameterizedTest
    @ValueSource(strings = {"/a;b//c?d=/../e", "/a?b=\u00fc", "/a/%7C%5B%5D"})
    void letsOddLinesThrough(String target) throws Exception {
        assertTrue(askedFor(target).startsWith("HTTP/1.1 200 "), target);
    }

    @Test
    void letsLinesThroughThatAreAsLongAsNginxTakesThem() throws Exception {
        assertTrue(askedFor("/a?" + "b".repeat(7_900)).startsWith("HTTP/1.1 200 "));
    }

    private static String askedFor(String target) throws Exception {
        SignedInUser user = latchkey.client().register();
        String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                + user.accessToken() + "\r\n\r\n";
        try (Socket socket =
                new Socket(nginx.address().getHost(), nginx.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void saysUnavailableWhileLatchkeyCanNotAnswer() throws Exception {
        SignedInUser user = latchkey.client().register();
        Duration down = unavailableWithout(latchkey.process(), user);
        Duration withoutRedis = unavailableWithout(redis.process(), user);
        System.out.printf(
                Locale.ROOT,
                "faults: behind nginx, 503 with Retry-After: after %d ms without Latchkey, %d ms without its Redis%n",
                down.toMillis(),
                withoutRedis.toMillis());
    }

    private static Duration unavailableWithout(ServerProcess process, SignedInUser user) throws Exception {
        assertEquals(200, get("/", user).statusCode());
        int asked = service.requests();
        process.kill();
        try {
            long start = System.nanoTime();
            HttpResponse<String> answer = get("/", user);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertProblem(503, "unavailable", answer);
            assertEquals("1", answer.headers().firstValue("Retry-After").orElse(null));
            assertTrue(took.compareTo(TO_SAY_UNAVAILABLE) < 0, took::toString);
            assertEquals(asked, service.requests(), "the service was asked");
            return took;
        } finally {
            process.start();
            await().atMost(Duration.ofSeconds(20)).until(latchkey::isReady);
        }
    }

    private static void assertProblem(int status, String code, HttpResponse<String> answer) throws IOException {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(null));
        assertEquals(code, JSON.readTree(answer.body()).path("code").textValue());
    }

    /** Exactly one value under that name. */
    private static void assertHeader(String value, JsonNode headers, String name) {
        assertEquals(JSON.valueToTree(List.of(value)), headers.path(name), name);
    }

    private static HttpResponse<String> get(String path, SignedInUser user) throws Exception {
        return send(request(path, user));
    }

    private static HttpRequest.Builder request(String path, SignedInUser user) {
        return anonymous(path).header("Authorization", "Bearer " + user.accessToken());
    }

    private static HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(nginx.address().resolve(path)).timeout(Duration.ofSeconds(15));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
