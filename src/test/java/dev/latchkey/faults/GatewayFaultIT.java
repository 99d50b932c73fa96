package dev.latchkey.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.EchoService;
import dev.latchkey.stand.Gateway;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.ServerProcess;
import dev.latchkey.token.TestTokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that knows nothing of tokens, behind each gateway with the configuration of the documentation. */
@Tag("faults")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(Gateway.class)
class GatewayFaultIT {
    private static final int LOGOUTS = 50;
    private static final Duration TO_SAY_UNAVAILABLE = Duration.ofMillis(1_200);
    private static final String ORIGIN = "https://front-end.example.net";

    /** For a machine that is busy; shorter than the gateways wait. */
    private static final Map<String, String> SETTINGS = Map.of("REDIS_TIMEOUT", "2s", "CORS_ORIGINS", ORIGIN);

    private static final String BODY = "x".repeat(100_000);
    private static final byte[] UPLOAD = new byte[32 * 1024 * 1024];
    private static final List<String> FORGED = List.of(
            "X-Auth-Subject", "X-Auth-Session", "X-Auth-Email", "X-Auth-Expires", "X_Auth_Subject", "X.Auth.Subject");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static MongoProcess mongo;
    private static RedisProcess redis;
    private static Replica latchkey;
    private static EchoService service;
    private static Gateway.Started started;

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

    @Test
    void honoursALogoutAtTheVeryNextRequest() throws Exception {
        SignedInUser user = latchkey.client().register();
        for (int i = 0; i < LOGOUTS; i++) {
            SignedInUser session = latchkey.client().login(user.email()).signedIn(200, user.email());
            assertEquals(200, get("/api/", session).statusCode());
            assertEquals(200, latchkey.client().logout(session).status());
            assertProblem(403, "revoked_token", get("/api/", session));
        }
        say("200 before the logout, 403 at the next request: %d of %<d", LOGOUTS);
    }

    /** The client has a good token, and claims to be somebody else. */
    @Test
    void tellsTheServiceWhoAsksAndDoesNotBelieveTheClient() throws Exception {
        SignedInUser user = latchkey.client().register();
        HttpRequest.Builder request = request("/api/orders", user)
                .header("Auth-Token-Access", user.accessToken())
                .header("Auth-Token-Refresh", user.refreshToken());
        FORGED.forEach(name -> request.header(name, "forged"));
        HttpResponse<String> answer = send(request);
        assertEquals(200, answer.statusCode());
        assertEquals(-1, answer.body().indexOf("forged"), answer::body);
        assertEquals(-1, answer.body().indexOf(user.accessToken()), answer::body);
        assertEquals(-1, answer.body().indexOf(user.refreshToken()), answer::body);
        JsonNode headers = headersIn(answer);
        JsonNode claims = TestTokens.claimsOf(user.accessToken());
        assertHeader(user.id(), headers, "X-Auth-Subject");
        assertHeader(claims.get("sid").textValue(), headers, "X-Auth-Session");
        assertHeader(user.email(), headers, "X-Auth-Email");
        assertHeader(claims.get("exp").asText(), headers, "X-Auth-Expires");
        say("%d forged identity headers, 0 believed", FORGED.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A                              |",
                "A; R; S                        |",
                "theme=dark; lang=en            | theme=dark; lang=en",
                "A; R; S; theme=dark            | theme=dark",
                "theme=dark; A; R; S            | theme=dark",
                "R; S; theme=dark; A; lang=en   | theme=dark; lang=en",
                "A; theme=dark; R; lang=en; S   | theme=dark; lang=en",
                "theme=_access_; __Host-id=1; A | theme=_access_; __Host-id=1"
            })
    void keepsTheClientsTokensOutOfTheCookies(String cookies, String kept) throws Exception {
        SignedInUser user = latchkey.client().register();
        String sent = cookies.replace("A", tokenCookie("__Host-latchkey_access_", user.accessToken()))
                .replace("R", tokenCookie("__Host-latchkey_refresh_", user.refreshToken()))
                .replace("S", tokenCookie("__Secure-my-app_skew_", "0"));
        HttpResponse<String> answer = send(request("/api/orders", user).header("Cookie", sent));
        JsonNode got = headersIn(answer).path("Cookie").path(0);
        assertEquals(gateway == Gateway.TRAEFIK ? null : kept, got.textValue());
    }

    private static String tokenCookie(String name, String value) {
        return name + "https%3A%2F%2Fapp.example.com%2Fauth=" + value;
    }

    @Test
    void refusesWhoHasNoGoodToken() throws Exception {
        int asked = service.requests();
        assertProblem(401, "missing_token", send(anonymous("/api/").header("X-Auth-Subject", "forged")));
        assertProblem(401, "missing_token", send(anonymous("/api/").POST(BodyPublishers.ofString(BODY))));
        assertProblem(
                401, "missing_token", send(anonymous("/api/").POST(BodyPublishers.ofByteArray(new byte[2_000_000]))));
        assertProblem(403, "invalid_token", send(anonymous("/api/").header("Authorization", "Bearer garbage")));
        SignedInUser user = latchkey.client().register();
        assertProblem(403, "invalid_token", send(anonymous("/api/").header("Authorization", user.refreshToken())));
        assertNotEquals(
                200,
                send(request("/api/", user).header("Authorization", "a second one"))
                        .statusCode());
        assertEquals(asked, service.requests(), "the service was asked");
    }

    @Test
    void saysOnceWhatItAsksFor() throws Exception {
        assertEquals(List.of("Bearer"), send(anonymous("/api/")).headers().allValues("WWW-Authenticate"));
    }

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

    /** A browser sends it before the request, and without a token. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/orders", "/auth/user/details", "/auth/logout"})
    void answersAPreflight(String path) throws Exception {
        int asked = service.requests();
        HttpResponse<String> answer = preflight(path, ORIGIN);
        assertEquals(2, answer.statusCode() / 100);
        assertReadableBy(ORIGIN, answer);
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            assertLists(method, answer, "Access-Control-Allow-Methods");
        }
        for (String name : List.of("authorization", "auth-token-access", "auth-token-refresh", "content-type")) {
            assertLists(name, answer, "Access-Control-Allow-Headers");
        }
        assertEquals(List.of("3600"), answer.headers().allValues("Access-Control-Max-Age"));
        assertEquals(asked, service.requests(), "the service was asked");
    }

    @Test
    void letsAFrontEndElsewhereReadAnswers() throws Exception {
        SignedInUser user = latchkey.client().register();
        assertReadableBy(ORIGIN, send(request("/api/orders", user).header("Origin", ORIGIN)));
        assertReadableBy(ORIGIN, send(request("/auth/sessions", user).header("Origin", ORIGIN)));
    }

    @Test
    void letsAFrontEndElsewhereReadWhyItIsRefused() throws Exception {
        HttpResponse<String> noToken = send(anonymous("/api/orders").header("Origin", ORIGIN));
        assertProblem(401, "missing_token", noToken);
        assertReadableBy(ORIGIN, noToken);
        HttpResponse<String> badToken =
                send(anonymous("/api/orders").header("Origin", ORIGIN).header("Authorization", "Bearer garbage"));
        assertProblem(403, "invalid_token", badToken);
        assertReadableBy(ORIGIN, badToken);
    }

    @Test
    void letsNoOtherOriginReadAnything() throws Exception {
        SignedInUser user = latchkey.client().register();
        for (String other : List.of("https://evil.example", ORIGIN + ".evil.example", "null")) {
            assertReadableBy(null, preflight("/api/orders", other));
            assertReadableBy(null, preflight("/auth/login", other));
            assertReadableBy(null, send(request("/api/orders", user).header("Origin", other)));
            assertReadableBy(null, send(anonymous("/api/orders").header("Origin", other)));
            assertReadableBy(null, send(request("/auth/sessions", user).header("Origin", other)));
        }
    }

    private static HttpResponse<String> preflight(String path, String origin) throws Exception {
        return send(anonymous(path)
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "authorization,content-type"));
    }

    /** @param origin none if nobody may */
    private static void assertReadableBy(String origin, HttpResponse<String> answer) {
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

    private static void assertLists(String element, HttpResponse<String> answer, String header) {
        assertTrue(
                answer.headers().allValues(header).stream()
                        .flatMap(value -> List.of(value.split(" *, *")).stream())
                        .anyMatch(element::equalsIgnoreCase),
                () -> header + " has no " + element + ": " + answer.headers());
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

    @Test
    void saysUnavailableWhileLatchkeyIsGone() throws Exception {
        SignedInUser user = latchkey.client().register();
        if (gateway == Gateway.NGINX) {
            saysUnavailableWithout(latchkey.process(), user);
        } else {
            // The same without a restart for each.
            Gateway.Started before = started;
            try (Gateway.Started alone = gateway.start(Ports.free(), service.port(), ORIGIN)) {
                started = alone;
                assertUnavailable(user);
            } finally {
                started = before;
            }
        }
    }

    @Test
    void saysUnavailableWhileRedisIsGone() throws Exception {
        saysUnavailableWithout(redis.process(), latchkey.client().register());
    }

    private void saysUnavailableWithout(ServerProcess process, SignedInUser user) throws Exception {
        assertEquals(200, get("/api/", user).statusCode());
        process.kill();
        try {
            assertUnavailable(user);
        } finally {
            process.start();
            await().atMost(Duration.ofSeconds(20)).until(latchkey::isReady);
        }
    }

    private void assertUnavailable(SignedInUser user) throws Exception {
        int asked = service.requests();
        assertReadableBy(ORIGIN, preflight("/api/", ORIGIN));
        long start = System.nanoTime();
        HttpResponse<String> answer = send(request("/api/", user).header("Origin", ORIGIN));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertReadableBy(ORIGIN, answer);
        if (gateway == Gateway.TRAEFIK && answer.statusCode() == 500) {
            return;
        }
        assertProblem(503, "unavailable", answer);
        assertEquals(List.of("1"), answer.headers().allValues("Retry-After"));
        assertTrue(took.compareTo(TO_SAY_UNAVAILABLE) < 0, took::toString);
        assertEquals(asked, service.requests(), "the service was asked");
        say("503 with Retry-After after %d ms", took.toMillis());
    }

    private void say(String format, Object... figures) {
        System.out.println("faults: behind " + gateway + ", " + String.format(Locale.ROOT, format, figures));
    }

    private static void assertProblem(int status, String code, HttpResponse<String> answer) throws IOException {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(List.of("application/problem+json"), answer.headers().allValues("Content-Type"));
        assertEquals(code, JSON.readTree(answer.body()).path("code").textValue());
    }

    private static JsonNode headersIn(HttpResponse<String> echo) throws IOException {
        return JSON.readTree(echo.body()).path("headers");
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
        return HttpRequest.newBuilder(started.address().resolve(path)).timeout(Duration.ofSeconds(15));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
