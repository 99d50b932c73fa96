package dev.latchkey.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user who is signed in visits a hostile page of another origin; and the client is asked to send tokens there. */
@Tag("browser")
class OtherOriginBrowserIT {
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.");

    private static BrowserStand stand;
    private static HttpServer hostileServer;
    private static String hostile;

    /** Path, headers and body of what the hostile server got. */
    private static final List<String> LOOT = new CopyOnWriteArrayList<>();

    private BrowserContext context;
    private Traffic traffic;
    private Tab tab;

    @BeforeAll
    static void start() throws IOException {
        stand = BrowserStand.start();
        hostileServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hostileServer.createContext("/", OtherOriginBrowserIT::serve);
        hostileServer.start();
        // Another host as well: cookies are shared by all ports of one.
        hostile = "http://127.0.0.1:" + hostileServer.getAddress().getPort();
    }

    @AfterAll
    static void stop() {
        hostileServer.stop(0);
        stand.close();
    }

    private static void serve(HttpExchange exchange) {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            LOOT.add(exchange.getRequestURI() + " " + Map.copyOf(exchange.getRequestHeaders()) + " " + body);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
            exchange.getResponseHeaders().add("Access-Control-Allow-Headers", "*, authorization");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody()
                    .write("<!doctype html><title>Win a prize</title>".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void signIn() {
        context = stand.newContextWithoutPolicy();
        tab = Tab.open(context, stand);
        tab.signUp();
        traffic = Traffic.of(context);
        LOOT.clear();
    }

    @AfterEach
    void noTokenHasLeft() {
        context.close();
        assertFalse(TOKEN.matcher(LOOT.toString()).find());
    }

    @Test
    void hostilePageCannotReadAnswers() {
        Page page = visitHostilePage();
        for (String request : List.of(
                "fetch(service + '/user/details', { method: 'POST', credentials: 'include' })",
                "fetch(service + '/sessions', { credentials: 'include' })",
                "fetch(service + '/refresh-tokens', { method: 'POST', credentials: 'include' })",
                "fetch(service + '/demo', { credentials: 'include' })",
                "fetch(service + '/user/details', { method: 'POST', headers: { authorization: 'Bearer x' } })")) {
            assertEquals("TypeError", attempt(page, request + ".then((answer) => answer.text())"), request);
        }
        assertNoTokenWasSent();
    }

    @Test
    void hostilePageSendsNoTokenAlong() {
        Page page = visitHostilePage();
        assertEquals(
                "opaque",
                attempt(
                        page,
                        "fetch(service + '/logout/all', { method: 'POST', mode: 'no-cors', credentials: 'include' })"
                                + ".then((answer) => answer.type)"));
        assertNoTokenWasSent();
        // The session is as it was.
        tab.run("await client.user();");
    }

    @Test
    void hostilePageCannotSendAFormInTheUsersName() {
        Page page = visitHostilePage();
        page.evaluate(
                "service => { const form = document.createElement('form'); form.method = 'post';"
                        + " form.action = service + '/logout/all'; document.body.append(form); form.submit(); }",
                stand.origin());
        page.waitForURL(stand.origin() + "/logout/all");
        assertTrue(page.content().contains("missing_token"));
        assertNoTokenWasSent();
        tab.run("await client.user();");
    }

    @Test
    void hostilePageCannotShowTheDemoInAFrame() {
        Page page = visitHostilePage();
        page.evaluate(
                "service => new Promise((loaded) => { const frame = document.createElement('iframe');"
                        + " frame.onload = loaded; frame.src = service + '/demo'; document.body.append(frame); })",
                stand.origin());
        assertEquals(0, page.frames().get(1).locator("form").count());
        assertNoTokenWasSent();
    }

    @Test
    void hostilePageCannotReachIntoAWindowOfTheDemo() {
        Page page = visitHostilePage();
        Page popup = page.waitForPopup(
                () -> page.evaluate("service => { window.victim = window.open(service + '/demo'); }", stand.origin()));
        popup.waitForLoadState();
        page.waitForFunction("window.victim.closed");
        assertEquals(
                "SecurityError or nothing",
                page.evaluate("() => { try {"
                        + " return window.victim.document ? window.victim.document.cookie : 'SecurityError or nothing'; }"
                        + " catch { return 'SecurityError or nothing'; } }"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hostile + '/steal'", "hostile.replace('http:', '') + '/steal'"})
    void clientRefusesToSendTokensToAnAddressElsewhere(String address) {
        assertEquals("foreign_origin", codeOf("latchkey.createAxios(client).get(" + address + ")"));
        assertEquals(List.of(), LOOT);
    }

    @Test
    void clientRefusesToSendTokensToAnotherBase() {
        assertEquals("foreign_origin", codeOf("latchkey.createAxios(client).get('/steal', { baseURL: hostile })"));
        assertEquals(List.of(), LOOT);
    }

    /** Where fetch would resolve a relative address against the page, or what the page calls its base. */
    @ParameterizedTest
    @ValueSource(strings = {"''", "null", "'/api'"})
    void clientSendsTokensToTheServiceWhateverThePagesBaseIs(String base) {
        assertEquals(
                "not_found",
                tab.run("const base = document.createElement('base'); base.href = '" + hostile + "/';"
                        + " document.head.append(base);"
                        + "return await latchkey.createAxios(client).get('/steal', { baseURL: " + base + " })"
                        + ".then(() => 'sent', (error) => error.code);"));
        assertEquals(List.of(), LOOT);
    }

    /** Tokens of the attacker's own session, say: the user would go on in it. */
    @Test
    void siblingOfTheHostCannotPlantTokens() {
        context.route(
                Pattern.compile("https://(app|evil)\\.example\\.test/"),
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("text/html").setBody("<!doctype html>")));
        Page page = context.newPage();
        page.navigate("https://evil.example.test/");
        String toAll = "=1; Domain=example.test; Path=/; Secure'";
        page.evaluate("document.cookie = 'planted" + toAll);
        page.evaluate("document.cookie = '" + Tokens.of(context, stand).nameOf(Tokens.REFRESH) + toAll);
        page.navigate("https://app.example.test/");
        assertEquals("planted=1", page.evaluate("document.cookie"));
    }

    private Object codeOf(String request) {
        return tab.run("const hostile = '" + hostile + "';" + "return await " + request
                + ".then(() => 'sent', (error) => error.code);");
    }

    private Page visitHostilePage() {
        Page page = context.newPage();
        page.navigate(hostile + "/");
        traffic.forget();
        return page;
    }

    private static Object attempt(Page page, String request) {
        return page.evaluate("service => " + request + ".then((it) => it, (error) => error.name)", stand.origin());
    }

    private void assertNoTokenWasSent() {
        assertFalse(traffic.all().isEmpty());
        for (Request request : traffic.all()) {
            assertFalse(TOKEN.matcher(request.allHeaders().toString()).find(), request.url());
        }
    }
}
