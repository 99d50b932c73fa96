package dev.latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.latchkey.TestUsers;
import dev.latchkey.stand.EchoService;
import dev.latchkey.stand.Gateway;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Front ends, and a service behind nginx with the configuration of the documentation. */
@Tag("browser")
class GatewayBrowserIT {
    private static BrowserStand stand;
    private static EchoService service;
    private static Gateway.Started gateway;

    private BrowserContext context;

    @BeforeAll
    static void start() {
        Gateway.NGINX.require();
        stand = BrowserStand.start();
        service = new EchoService();
        // The other origin, which may call the gateway, is that of the demo page when it is asked for directly.
        gateway = Gateway.NGINX.start(stand.port(), service.port(), stand.origin());
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {gateway, service, stand}) {
            if (part != null) {
                part.close();
            }
        }
    }

    /** Without the policy of the demo page, which lets it call its own origin only. */
    @BeforeEach
    void open() {
        context = stand.newContextWithoutPolicy();
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void demoPageWorksBelowAPath() {
        try (BrowserContext strict = stand.newContext()) {
            Traffic traffic = Traffic.of(strict);
            List<String> complaints = new CopyOnWriteArrayList<>();
            strict.onConsoleMessage(message -> complaints.addAll(errorsIn(message)));
            Tab tab = Tab.open(strict, gateway.address() + "/auth");
            String email = tab.signUp();
            tab.button("Sign out here").click();
            tab.showsThatNobodyIsSignedIn();
            tab.signIn(email, TestUsers.PASSWORD);
            tab.showsThatAUserIsSignedIn();
            assertThat(tab.sessions()).hasCount(1);
            assertEquals(1, traffic.answered("/auth/login", 200));
            assertTrue(traffic.all().stream().allMatch(request -> request.url().contains("/auth/")));
            assertEquals(List.of(), complaints);
        }
    }

    @Test
    void accountPagesWorkBelowAPath() {
        try (BrowserContext strict = stand.newContext()) {
            Traffic traffic = Traffic.of(strict);
            strict.route("**/user/email/undo", route -> route.fulfill(new Route.FulfillOptions().setBody("{}")));
            Page page = strict.newPage();
            page.navigate(gateway.address() + "/auth/account/undo#token=t0ken");
            page.getByText("Keep the old address").click();
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("Your account has its old address");
            assertEquals(1, traffic.to("/auth/user/email/undo").size());
            assertTrue(traffic.all().stream().allMatch(request -> request.url().contains("/auth/")));
        }
    }

    private static List<String> errorsIn(ConsoleMessage message) {
        return message.type().equals("error") ? List.of(message.text()) : List.of();
    }

    @Test
    void servicesGetNoTokenInACookie() {
        Tab tab = Tab.open(context, gateway.address() + "/auth");
        tab.signUp();
        tab.page().evaluate("document.cookie = 'theme=dark; Path=/'");
        assertEquals(4, context.cookies(gateway.address().toString()).size());
        Map<?, ?> headers = headers(tab.page(), "location.origin");
        assertEquals(List.of("theme=dark"), headers.get("Cookie"));
        assertFalse(headers.containsKey("Authorization"));
    }

    @Test
    void frontEndElsewhereCallsAService() {
        Page page = Tab.open(context, stand).page();
        Traffic traffic = Traffic.of(context);
        Map<?, ?> headers = headers(page, "'" + gateway.address() + "'");
        assertEquals(List.of(page.evaluate("id")), headers.get("X-Auth-Subject"));
        assertEquals(1, traffic.answered("/api/orders", 200));
    }

    /** With a token of a new user, as a client that knows the gateway's address. */
    private static Map<?, ?> headers(Page page, String origin) {
        return (Map<?, ?>) page.evaluate(
                "async ([registration, gateway]) => {"
                        + " const json = { 'Content-Type': 'application/json' };"
                        + " const registered = await fetch(gateway + '/auth/register',"
                        + "   { method: 'POST', headers: json, body: JSON.stringify(registration) });"
                        + " const { data } = await registered.json();"
                        + " window.id = data.id;"
                        + " const answer = await fetch(gateway + '/api/orders',"
                        + "   { method: 'PUT', headers: { ...json, authorization: 'Bearer ' + data.accessToken }, body: '{}' });"
                        + " return (await answer.json()).headers; }",
                List.of(TestUsers.registration(TestUsers.newEmail()), page.evaluate(origin)));
    }

    @Test
    void frontEndElsewhereOpensAWebSocket() {
        Page page = Tab.open(context, stand).page();
        var user = stand.client().register();
        assertEquals(
                user.id(),
                page.evaluate(
                        "([url, token]) => new Promise((resolve, reject) => {"
                                + " const socket = new WebSocket(url, ['chat', 'bearer.' + token]);"
                                + " socket.onmessage = ({ data }) => resolve(data); socket.onerror = reject; })",
                        List.of("ws://localhost:" + gateway.process().port() + "/api/chat", user.accessToken())));
    }

    @Test
    void frontEndElsewhereLearnsWhyItIsRefused() {
        Page page = Tab.open(context, stand).page();
        assertEquals("401 missing_token Bearer", refusal(page, "{}"));
        assertEquals("403 invalid_token null", refusal(page, "{ authorization: 'Bearer garbage' }"));
    }

    @Test
    void frontEndElsewhereLearnsThatItMayTryAgain() {
        Page page = Tab.open(context, stand).page();
        stand.whileTheServiceIsDown(() -> assertEquals(
                "503 unavailable 1",
                page.evaluate(
                        "async url => { const answer = await fetch(url, { headers: { authorization: 'Bearer x' } });"
                                + " return [answer.status, (await answer.json()).code, answer.headers.get('retry-after')].join(' '); }",
                        gateway.address() + "/api/orders")));
    }

    private static Object refusal(Page page, String headers) {
        return page.evaluate(
                "async url => { const answer = await fetch(url, { headers: " + headers + " });"
                        + " return answer.status + ' ' + (await answer.json()).code + ' '"
                        + " + answer.headers.get('www-authenticate'); }",
                gateway.address() + "/api/orders");
    }

    @Test
    void pageOfAnyOtherOriginLearnsNothing() {
        Page page = Tab.open(context, "http://127.0.0.1:" + stand.port()).page();
        for (String path : List.of("/api/orders", "/auth/sessions", "/auth/")) {
            assertEquals(
                    "TypeError",
                    page.evaluate(
                            "url => fetch(url, { headers: { authorization: 'Bearer x' } })"
                                    + ".then(() => 'an answer', (error) => error.name)",
                            gateway.address() + path));
        }
    }
}
