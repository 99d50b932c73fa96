package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.settings.AccessAlgorithm;
import dev.latchkey.stand.EchoService;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.ServerProcess;
import dev.latchkey.stand.Verifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Services, and a gateway, that check access tokens by the published keys, with their own libraries. */
@Tag("faults")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@MethodSource("checks")
class VerifiersFaultIT {
    private static final String ISSUER = "http://localhost:8080";
    private static final String AUDIENCE = "https://api.example.com";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @AutoClose
    private static final MongoProcess MONGO = MongoProcess.start();

    @AutoClose
    private static final RedisProcess REDIS = RedisProcess.start(RedisProcess.AOF);

    @AutoClose
    private static final PublishingReplica EDDSA = publish(AccessAlgorithm.EdDSA);

    @AutoClose
    private static final PublishingReplica RS256 = publish(AccessAlgorithm.RS256);

    /** What a gateway lets requests through to. */
    @AutoClose
    private static final EchoService SERVICE = new EchoService();

    private static ServerProcess verifier;

    @Parameter
    Check check;

    /** By whom, of whose tokens. */
    record Check(Verifier verifier, PublishingReplica latchkey) {
        ServerProcess start(int keysFrom) {
            String algorithm = latchkey.algorithm().name();
            return verifier.start(SERVICE.port(), new Verifier.Expected(keysFrom, algorithm, ISSUER, AUDIENCE));
        }

        @Override
        public String toString() {
            return verifier + ", " + latchkey.algorithm();
        }
    }

    private static PublishingReplica publish(AccessAlgorithm algorithm) {
        Map<String, String> settings = Map.of("JWT_ISSUER", ISSUER, "JWT_AUDIENCE", AUDIENCE);
        return PublishingReplica.start(algorithm, MONGO.address(), REDIS.address(), settings);
    }

    /** Spring knows no EdDSA. */
    static Stream<Check> checks() {
        return Stream.concat(
                Stream.of(Verifier.values())
                        .filter(verifier -> verifier != Verifier.SPRING)
                        .map(verifier -> new Check(verifier, EDDSA)),
                Stream.of(Verifier.values()).map(verifier -> new Check(verifier, RS256)));
    }

    @BeforeParameterizedClassInvocation
    static void start(Check check) {
        check.verifier().require();
        verifier = check.start(check.latchkey().replica().process().port());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (verifier != null) {
            verifier.close();
        }
    }

    private PublishingReplica latchkey() {
        return check.latchkey();
    }

    private SignedInUser register() {
        return latchkey().replica().client().register();
    }

    @Test
    void acceptsAGoodToken() throws Exception {
        SignedInUser user = register();
        assertAccepted(user, user.accessToken());
        // So that a bad one is refused for nothing but what is bad about it.
        assertAccepted(user, latchkey().signed(user.accessToken()).compact());
    }

    @ParameterizedTest
    @EnumSource
    void refusesABadOne(BadToken bad) throws Exception {
        SignedInUser user = register();
        assertRefused(user, get(verifier, bad.of(user, latchkey())));
    }

    @Test
    void refusesARequestWithoutOne() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(verifier));
        assertEquals(401, send(request).statusCode());
    }

    /** Why there is /verify. */
    @Test
    void doesNotSeeALogout() throws Exception {
        SignedInUser user = register();
        assertEquals(200, latchkey().replica().client().logout(user).status());
        assertEquals(
                "revoked_token",
                latchkey().replica().client().verify(user.accessToken()).code());
        assertAccepted(user, user.accessToken());
    }

    @Test
    void refusesAllWhileItCanGetNoKeys() throws Exception {
        SignedInUser user = register();
        try (ServerProcess alone = check.start(Ports.free())) {
            HttpResponse<String> answer = get(alone, user.accessToken());
            System.out.printf(Locale.ROOT, "faults: %s: without keys, %d%n", check, answer.statusCode());
            assertTrue(answer.statusCode() >= 400, answer::body);
            assertFalse(answer.body().contains(user.id()), answer::body);
        }
    }

    private static void assertAccepted(SignedInUser user, String token) throws Exception {
        HttpResponse<String> answer = get(verifier, token);
        assertEquals(200, answer.statusCode(), answer::body);
        assertTrue(answer.body().contains(user.id()), answer::body);
    }

    private static void assertRefused(SignedInUser user, HttpResponse<String> answer) {
        assertTrue(Set.of(401, 403).contains(answer.statusCode()), () -> answer + answer.body());
        assertFalse(answer.body().contains(user.id()), answer::body);
    }

    private static HttpResponse<String> get(ServerProcess verifier, String token) throws Exception {
        return send(HttpRequest.newBuilder(address(verifier)).header("Authorization", "Bearer " + token));
    }

    private static URI address(ServerProcess verifier) {
        return URI.create("http://127.0.0.1:" + verifier.port() + "/api/orders");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.timeout(Duration.ofSeconds(15)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
