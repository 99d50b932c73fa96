package dev.latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.latchkey.TestUsers;
import dev.latchkey.token.TestTokens;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client promises that only a real browser can show: cookies, tabs, locks. */
@Tag("browser")
class ClientBrowserIT {
    private static final int TABS = 5;

    private static BrowserStand stand;

    private BrowserContext context;
    private Traffic traffic;
    private Tokens tokens;

    @BeforeAll
    static void start() {
        stand = BrowserStand.start();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @BeforeEach
    void open() {
        context = stand.newContext();
        traffic = Traffic.of(context);
        tokens = Tokens.of(context, stand);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void cookiesExpireWhenTheTokensDo() {
        signUp();
        for (String name : List.of(Tokens.ACCESS, Tokens.REFRESH)) {
            Cookie cookie = tokens.cookie(name).orElseThrow();
            long expiry = TestTokens.claimsOf(cookie.value).get("exp").longValue();
            assertEquals(expiry, cookie.expires, 5, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Tokens.ACCESS, Tokens.REFRESH, Tokens.SKEW})
    void cookiesAreForThisSiteAndSecureConnectionsOnly(String name) {
        signUp();
        Cookie cookie = tokens.cookie(name).orElseThrow();
        assertTrue(cookie.secure);
        assertEquals(SameSiteAttribute.STRICT, cookie.sameSite);
        assertEquals("/", cookie.path);
        assertEquals("localhost", cookie.domain);
    }

    @Test
    void refreshReplacesBothTokens() {
        Tab tab = signUp();
        String access = tokens.value(Tokens.ACCESS);
        String refresh = tokens.value(Tokens.REFRESH);
        tokens.expire();
        tab.run("await client.user();");
        assertNotEquals(access, tokens.value(Tokens.ACCESS));
        assertNotEquals(refresh, tokens.value(Tokens.REFRESH));
        assertEquals(3, context.cookies().size());
    }

    @Test
    void accessTokenThatTheBrowserHasDroppedIsRenewed() {
        Tab tab = signUp();
        context.clearCookies(new BrowserContext.ClearCookiesOptions().setName(tokens.nameOf(Tokens.ACCESS)));
        traffic.forget();
        tab.run("await client.user();");
        assertEquals(1, traffic.answered("/user/details", 200));
        assertEquals(1, traffic.answered("/refresh-tokens", 200));
        assertTrue(tokens.cookie(Tokens.ACCESS).isPresent());
    }

    @Test
    void logoutLeavesNoCookie() {
        Tab tab = signUp();
        String access = tokens.value(Tokens.ACCESS);
        tab.button("Sign out here").click();
        tab.showsThatNobodyIsSignedIn();
        assertEquals(List.of(), context.cookies());
        assertEquals("revoked_token", stand.client().details(access).code());
    }

    @Test
    void logoutLeavesNoCookieIfTheServiceIsDown() {
        Tab tab = signUp();
        stand.whileTheServiceIsDown(() -> {
            tab.button("Sign out here").click();
            tab.showsThatNobodyIsSignedIn();
            assertThat(tab.alert()).containsText("(network)");
            assertEquals(List.of(), context.cookies());
        });
    }

    @Test
    void userStaysSignedInWhileTheServiceIsDown() {
        Tab tab = signUp();
        tokens.expire();
        stand.whileTheServiceIsDown(() -> {
            tab.button("Show details").click();
            assertThat(tab.alert()).containsText("(network)");
            assertTrue(tokens.cookie(Tokens.REFRESH).isPresent());
        });
        tab.button("Show details").click();
        assertThat(tab.alert()).isEmpty();
        tab.showsThatAUserIsSignedIn();
    }

    /** Once the page can tell that the token has expired, and once it takes the service to say so. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void parallelRequestsWithAnExpiredTokenMakeOneRefresh(boolean noticed) {
        Tab tab = signUp();
        expire(noticed);
        traffic.forget();
        tab.button("20 requests at once").click();
        assertThat(tab.outcome()).hasText("20 requests were answered.");

        assertEquals(20, traffic.answered("/user/details", 200));
        assertEquals(1, traffic.to("/refresh-tokens").size());
        assertEquals(noticed ? 20 : 40, traffic.to("/user/details").size());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void tabsThatWakeAtOnceStaySignedIn(boolean noticed, boolean locks) {
        if (!locks) {
            context.addInitScript("Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })");
        }
        Tab first = signUp();
        List<Tab> tabs = Stream.concat(
                        Stream.of(first),
                        Stream.generate(() -> Tab.open(context, stand)).limit(TABS - 1))
                .toList();
        tabs.forEach(Tab::showsThatAUserIsSignedIn);
        tabs.forEach(ClientBrowserIT::waitForTheWord);
        expire(noticed);
        traffic.forget();

        first.run("new BroadcastChannel('wake').postMessage('now'); window.wakeUp();");
        for (Tab tab : tabs) {
            assertEquals("Ada Lovelace", tab.page().evaluate("window.woken"));
            tab.run("await client.user();");
            tab.showsThatAUserIsSignedIn();
        }
        int refreshes = traffic.to("/refresh-tokens").size();
        // Without locks the tabs may all refresh: the service's grace gives them the same pair.
        assertTrue(locks ? refreshes == 1 : refreshes >= 1 && refreshes <= TABS, () -> refreshes + " refreshes");
        assertEquals(refreshes, traffic.answered("/refresh-tokens", 200));
    }

    /** A client of the tab's own, made before: what is shown is not how fast the modules load. */
    private static void waitForTheWord(Tab tab) {
        tab.run("window.woken = new Promise((resolve, reject) => {"
                + " window.wakeUp = () => client.user().then((user) => resolve(user.name), reject);"
                + " new BroadcastChannel('wake').onmessage = window.wakeUp;"
                + "});");
    }

    @Test
    void logoutInOneTabSignsTheOthersOutAtTheirNextRequest() {
        Tab one = signUp();
        Tab other = Tab.open(context, stand);
        other.showsThatAUserIsSignedIn();
        one.button("Sign out here").click();
        one.showsThatNobodyIsSignedIn();

        assertEquals(
                "missing_token",
                other.run("return await client.user().then(() => 'still signed in', (error) => error.code);"));
        other.showsThatNobodyIsSignedIn();
    }

    @Test
    void signInAndSignOutAreToldToTheOtherTabsWithoutARequest() {
        Tab one = signUp();
        Tab other = Tab.open(context, stand);
        other.showsThatAUserIsSignedIn();
        other.run("window.told = []; client.onAuthChange((userId) => window.told.push(userId ?? 'nobody'));");
        traffic.forget();
        one.button("Sign out here").click();
        one.showsThatNobodyIsSignedIn();
        other.page().waitForFunction("window.told.length === 1");
        assertEquals(List.of("/logout"), traffic.paths());

        one.signUp();
        other.page().waitForFunction("window.told.length === 2");
        String user = (String) one.run("return client.userId();");
        assertEquals(List.of("nobody", user), other.page().evaluate("window.told"));
    }

    /** What axios is told to make of a body is no matter. */
    @ParameterizedTest
    @ValueSource(strings = {"responseType: 'blob'", "responseType: 'stream'", "transformResponse: () => 'mine'"})
    void refusedTokenIsRenewedHoweverTheAnswerIsRead(String config) {
        Tab tab = signUp();
        tokens.expireUnnoticed();
        traffic.forget();
        Object status = tab.run("const http = latchkey.createAxios(client);"
                + "return (await http.get('/user/details', { " + config + " })).status;");
        assertEquals(200, status);
        assertEquals(1, traffic.answered("/refresh-tokens", 200));
        assertEquals(2, traffic.to("/user/details").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'x'.repeat(10000)", "new Blob(['x'.repeat(10000)])", "form"})
    void refusedRequestIsRepeatedWithItsBody(String body) {
        Tab tab = signUp();
        tokens.expireUnnoticed();
        traffic.forget();
        tab.run("const form = new FormData(); form.set('file', new Blob(['x'.repeat(10000)]), 'file.txt');"
                + "await client.fetch('/user/details', { method: 'POST', body: " + body + " });");
        List<Request> sent = traffic.to("/user/details");
        assertEquals(2, sent.size());
        assertEquals(sent.get(0).headerValue("content-type"), sent.get(1).headerValue("content-type"));
        assertEquals(sent.get(0).headerValue("content-length"), sent.get(1).headerValue("content-length"));
    }

    @Test
    void abortedRequestGivesNoTokenAway() {
        Tab tab = signUp();
        assertEquals(
                "CanceledError false",
                tab.run("const http = latchkey.createAxios(client);"
                        + "const stop = new AbortController();"
                        + "const error = await Promise.all(["
                        + "  http.get('/user/details', { signal: stop.signal }), stop.abort()]).catch((error) => error);"
                        + "const token = await client.getAccessToken();"
                        + "return error.name + ' ' + JSON.stringify({ ...error }).includes(token);"));
    }

    /** Its access token is still in its memory, so that only the service can tell. */
    @Test
    void logoutEverywhereSignsATabOutThatKeepsItsTokensInMemory() {
        Tab tab = signUp();
        String email = (String) tab.run("return (await client.user()).email;");
        Object code = tab.run("const own = latchkey.createAuthClient({"
                + " baseURL: location.origin, storage: latchkey.memoryStorage() });"
                + "await own.login({ email: '" + email + "', password: 'correct horse battery' });"
                + "await client.logoutEverywhere();"
                + "const code = await own.user().then(() => 'still signed in', (error) => error.code);"
                + "return code + ' ' + own.signedIn();");
        assertEquals("revoked_token false", code);
    }

    @Test
    void tabWithItsTokensInMemoryGoesOnWhenTheOthersSignOut() {
        Tab tab = signUp();
        String email = (String) tab.run("return (await client.user()).email;");
        Object result = tab.run("const own = latchkey.createAuthClient({"
                + " baseURL: location.origin, storage: latchkey.memoryStorage() });"
                + "await own.login({ email: '" + email + "', password: 'correct horse battery' });"
                + "await client.logout();"
                + "return [client.signedIn(), (await own.user()).name];");
        assertEquals(List.of(false, "Ada Lovelace"), result);
        assertEquals(List.of(), context.cookies());
    }

    @Test
    void sessionThatWasEndedElsewhereSignsOut() {
        Tab tab = signUp();
        stand.client()
                .logout(new TestUsers.SignedInUser("", "", tokens.value(Tokens.ACCESS), tokens.value(Tokens.REFRESH)));
        tab.button("Show details").click();
        tab.showsThatNobodyIsSignedIn();
        assertThat(tab.alert()).containsText("(revoked_token)");
        assertEquals(List.of(), context.cookies());
        assertFalse(traffic.to("/refresh-tokens").isEmpty());
    }

    private Tab signUp() {
        Tab tab = Tab.open(context, stand);
        tab.signUp();
        return tab;
    }

    private void expire(boolean noticed) {
        if (noticed) {
            tokens.expire();
        } else {
            tokens.expireUnnoticed();
        }
    }
}
