package dev.latchkey.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.TestServices;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.Gateway;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.ServerProcess;
import dev.latchkey.token.TestTokens;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets through a gateway, and who the service is told that it is. */
class GatewayFaultIT extends BehindGateways {
    private static final Pattern TOKEN_COOKIE = Pattern.compile("\\b[ARS]\\b");
    private static final int LOGOUTS = 50;
    private static final Duration TO_SAY_UNAVAILABLE = Duration.ofMillis(1_200);
    private static final List<String> FORGED = List.of(
            "X-Auth-Subject",
            "X-Auth-Session",
            "X-Auth-Email",
            "X-Auth-Email-Verified",
            "X-Auth-Roles",
            "X-Auth-Expires",
            "X_Auth_Subject",
            "X.Auth.Subject",
            "X_Auth_Email_Verified",
            "X.Auth.Email.Verified");

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
        assertHeader("false", headers, "X-Auth-Email-Verified");
        assertHeader(claims.get("exp").asText(), headers, "X-Auth-Expires");
        say("%d forged identity headers, 0 believed", FORGED.size());
    }

    /** Exactly one value under that name. */
    private static void assertHeader(String value, JsonNode headers, String name) {
        assertEquals(JSON.valueToTree(List.of(value)), headers.path(name), name);
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
        // All at once: a token has these letters, too.
        String sent = TOKEN_COOKIE.matcher(cookies).replaceAll(found -> tokenCookie(found.group(), user));
        HttpResponse<String> answer = send(request("/api/orders", user).header("Cookie", sent));
        JsonNode got = headersIn(answer).path("Cookie").path(0);
        assertEquals(gateway == Gateway.TRAEFIK ? null : kept, got.textValue());
    }

    private static String tokenCookie(String letter, SignedInUser user) {
        String path = "https%3A%2F%2Fapp.example.com%2Fauth=";
        return switch (letter) {
            case "A" -> "__Host-latchkey_access_" + path + user.accessToken();
            case "R" -> "__Host-latchkey_refresh_" + path + user.refreshToken();
            default -> "__Secure-my-app_skew_" + path + "0";
        };
    }

    @Test
    void refusesWhoHasNoGoodToken() throws Exception {
        int asked = service.requests();
        assertProblem(401, "missing_token", send(anonymous("/api/").header("X-Auth-Subject", "forged")));
        assertProblem(
                401, "missing_token", send(anonymous("/api/").POST(BodyPublishers.ofByteArray(new byte[100_000]))));
        assertRefusedOrCutOff(anonymous("/api/").POST(BodyPublishers.ofByteArray(new byte[2_000_000])));
        assertProblem(403, "invalid_token", send(anonymous("/api/").header("Authorization", "Bearer garbage")));
        SignedInUser user = latchkey.client().register();
        assertProblem(403, "invalid_token", send(anonymous("/api/").header("Authorization", user.refreshToken())));
        assertNotEquals(
                200,
                send(request("/api/", user).header("Authorization", "a second one"))
                        .statusCode());
        assertEquals(asked, service.requests(), "the service was asked");
    }

    /** HAProxy does not read such a body to its end: with the connection the answer may be lost (RFC 9112 section 9.6). */
    private static void assertRefusedOrCutOff(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer;
        try {
            answer = send(request);
        } catch (IOException cutOff) {
            return;
        }
        assertProblem(401, "missing_token", answer);
    }

    /** A client that says of itself what it needs has not got it. */
    @Test
    void letsOnlyThoseThroughWhoHaveTheRoleIfItAsksForOne() throws Exception {
        SignedInUser user = latchkey.client().register();
        Gateway.Started before = started;
        try (Gateway.Started forAdmins =
                gateway.startForAdmins(latchkey.process().port(), service.port(), ORIGIN)) {
            started = forAdmins;
            assertProblem(403, "insufficient_scope", get("/api/", user));
            assertProblem(403, "insufficient_scope", get("/api/?role=user", user));
            assertEquals(
                    200,
                    latchkey.client()
                            .changeRoles(TestServices.ADMIN_KEY, user.id(), List.of("admin"))
                            .status());
            SignedInUser admin = latchkey.client().refresh(user.refreshToken()).renewed(user);
            HttpResponse<String> answer = get("/api/orders", admin);
            assertEquals(200, answer.statusCode(), answer::body);
            assertHeader("admin", headersIn(answer), "X-Auth-Roles");
        } finally {
            started = before;
        }
    }

    @Test
    void saysOnceWhatItAsksFor() throws Exception {
        assertEquals(List.of("Bearer"), send(anonymous("/api/")).headers().allValues("WWW-Authenticate"));
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
}
