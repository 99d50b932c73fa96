package dev.latchkey.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latchkey.TestUsers.SignedInUser;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Front ends of other origins than that of the gateway. */
class GatewayCrossOriginFaultIT extends BehindGateways {

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
}
