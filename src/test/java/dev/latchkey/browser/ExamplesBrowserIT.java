package dev.latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import dev.latchkey.TestUsers;
import dev.latchkey.stand.Ports;
import dev.latchkey.stand.Programs;
import dev.latchkey.stand.ServerProcess;
import java.io.File;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The front ends of {@code examples/}, started by the commands of their README, but for the ports. */
@Tag("browser")
class ExamplesBrowserIT {
    private static final List<AutoCloseable> PARTS = new ArrayList<>();

    private static BrowserStand stand;

    /** Where the React example's pages are: behind the gateway, and on an origin of their own. */
    private static String sameOrigin;

    private static String otherOrigin;
    private static String rendered;

    private BrowserContext context;

    @BeforeAll
    static void start() {
        Programs.require("nginx", "nginx-light");
        Programs.require("node", "nodejs");
        for (String built : List.of("service/node_modules", "ssr/node_modules", "react/dist")) {
            Programs.requireFile(new File("examples", built), "build it as examples/README.md says");
        }
        stand = BrowserStand.start();
        int service = Ports.free();
        int pages = Ports.free();
        otherOrigin = "http://localhost:" + pages;
        run("service", service, Map.of("SERVICE_PORT", "" + service), "node", "examples/service/server.js");
        sameOrigin = gateway("react", Map.of("SERVICE_PORT", "" + service, "PAGES_ORIGIN", otherOrigin));
        // What "npm run dev" runs.
        String vite = "examples/react/node_modules/vite/bin/vite.js";
        String[] dev = {"node", vite, "examples/react", "--host", "127.0.0.1", "--port", "" + pages};
        run("vite", pages, Map.of("VITE_GATEWAY", sameOrigin), dev);

        int renderer = Ports.free();
        rendered = gateway("ssr", Map.of("SERVICE_PORT", "" + service, "SSR_PORT", "" + renderer));
        Map<String, String> settings = Map.of("SSR_PORT", "" + renderer, "GATEWAY", rendered);
        run("ssr", renderer, settings, "node", "examples/ssr/server.js");
    }

    private static String gateway(String example, Map<String, String> settings) {
        int port = Ports.free();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("GATEWAY_PORT", "" + port);
        environment.put("LATCHKEY_PORT", "" + stand.port());
        run("gateway-" + example, port, environment, "bash", "examples/gateway.sh", example);
        return "http://localhost:" + port;
    }

    private static void run(String name, int port, Map<String, String> environment, String... command) {
        PARTS.add(new ServerProcess(name, port, environment, List.of(command)));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part : PARTS) {
            part.close();
        }
        stand.close();
    }

    @BeforeEach
    void open() {
        context = stand.newContext();
    }

    @AfterEach
    void close() {
        context.close();
    }

    private static String react(boolean cross) {
        return cross ? otherOrigin : sameOrigin;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reactAppShowsOrdersEventsAndAWebSocket(boolean cross) {
        Page page = signUp(react(cross));
        button(page, "Order a coffee").click();
        assertThat(orders(page)).hasText(new String[] {"Coffee"});
        assertThat(page.getByRole(AriaRole.TIMER)).hasText(Pattern.compile("^20..-.*Z$"));
        assertThat(page.getByLabel("Chat")).hasText("You said: Hello");
        page.reload();
        assertThat(orders(page)).hasText(new String[] {"Coffee"});
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reactAppRenewsAnExpiredTokenOnce(boolean cross) {
        Page page = signUp(react(cross));
        context.clearCookies(
                new BrowserContext.ClearCookiesOptions().setName(Pattern.compile("__Host-latchkey_access_.*")));
        Traffic traffic = Traffic.of(context);
        page.reload();
        assertThat(page.getByLabel("Chat")).hasText("You said: Hello");
        button(page, "Order a coffee").click();
        assertThat(orders(page)).hasText(new String[] {"Coffee"});
        assertEquals(1, traffic.answered("/auth/refresh-tokens", 200));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reactAppShowsASignOutInAnotherTabByItself(boolean cross) {
        Page page = signUp(react(cross));
        Page other = context.newPage();
        other.navigate(react(cross));
        isSignedIn(other);
        // Its last requests are answered.
        assertThat(other.getByLabel("Chat")).hasText("You said: Hello");
        Traffic traffic = Traffic.of(context);
        button(page, "Sign out").click();
        isSignedOut(page);
        isSignedOut(other);
        assertEquals(
                List.of("/auth/logout"),
                traffic.all().stream()
                        .map(request -> URI.create(request.url()).getPath())
                        .filter(path -> path.startsWith("/auth/"))
                        .toList());
    }

    @Test
    void serverRendersForWhoeverTheCookiesSay() {
        Page page = signUp(rendered);
        button(page, "Order a coffee").click();
        assertThat(orders(page)).hasText(new String[] {"Coffee"});
        String html = context.request().get(rendered).text();
        assertTrue(html.contains("Hello, ") && html.contains("<li>Coffee</li>"), html);
        try (BrowserContext another = stand.newContext()) {
            assertFalse(another.request().get(rendered).text().contains("Hello, "));
        }
    }

    @Test
    void serverRenewsAnExpiredTokenForTheBrowser() {
        Page page = signUp(rendered);
        Cookie refresh = cookie("refresh");
        context.clearCookies(new BrowserContext.ClearCookiesOptions().setName(cookie("access").name));
        page.reload();
        isSignedIn(page);
        assertNotEquals(refresh.value, cookie("refresh").value);
        assertEquals(refresh.sameSite, cookie("refresh").sameSite);
        Traffic traffic = Traffic.of(context);
        button(page, "Order a coffee").click();
        assertThat(orders(page)).hasCount(1);
        assertEquals(0, traffic.to("/auth/refresh-tokens").size());
    }

    @Test
    void serverRendersAgainInAllTabsAfterASignOut() {
        Page page = signUp(rendered);
        Page other = context.newPage();
        other.navigate(rendered);
        button(other, "Sign out").click();
        isSignedOut(other);
        isSignedOut(page);
        assertEquals(List.of(), context.cookies());
    }

    private Page signUp(String address) {
        Page page = context.newPage();
        page.navigate(address);
        page.getByLabel("Email").fill(TestUsers.newEmail());
        page.getByLabel("Password").fill(TestUsers.PASSWORD);
        button(page, "Sign up").click();
        isSignedIn(page);
        return page;
    }

    private Cookie cookie(String token) {
        return context.cookies().stream()
                .filter(cookie -> cookie.name.startsWith("__Host-latchkey_" + token))
                .findFirst()
                .orElseThrow();
    }

    private static void isSignedIn(Page page) {
        assertThat(page.getByText("Hello, ")).isVisible();
        assertThat(page.getByRole(AriaRole.HEADING).first()).containsText("@");
    }

    private static void isSignedOut(Page page) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Sign in")))
                .isVisible();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator orders(Page page) {
        return page.getByRole(AriaRole.LISTITEM);
    }
}
