package dev.latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import dev.latchkey.TestUsers;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages that links in mails lead to, as people use them, and as programs do that follow links. What the service
 * answers is made up here, so that each error can be shown.
 */
@Tag("browser")
class AccountPagesBrowserIT {
    private static final String TOKEN = "t0ken-of_the.link";

    /** The forms: their page, their route, and what their buttons say. */
    private enum Form {
        VERIFY("verify", "/email/verification/confirm", "Confirm this address"),
        REJECT("verify", "/email/verification/reject", "Remove the account"),
        RECOVER("recover", "/password/recovery/confirm", "Set this password"),
        EMAIL("email", "/user/email/confirm", "Use this address"),
        UNDO("undo", "/user/email/undo", "Keep the old address");

        private final String page;
        private final String route;
        private final String button;

        Form(String page, String route, String button) {
            this.page = page;
            this.route = route;
            this.button = button;
        }

        private boolean hasPassword() {
            return this == VERIFY || this == RECOVER;
        }
    }

    private static BrowserStand stand;

    private BrowserContext context;
    private List<String> complaints;
    private Traffic traffic;
    private Page page;

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
        use(stand.newContext());
    }

    private void use(BrowserContext of) {
        context = of;
        complaints = PageChecks.complaints(context);
        traffic = Traffic.of(context);
        page = context.newPage();
    }

    /** Whatever a test did, the page kept to its own policy, and had no failure. */
    @AfterEach
    void neverBreaksItsPolicy() {
        context.close();
        assertEquals(List.of(), complaints);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "recover", "email", "undo"})
    void doNothingUntilSomebodyPresses(String name) {
        openLink(name);
        page.waitForLoadState(LoadState.NETWORKIDLE);
        // As a scanner that looks at what a page does.
        page.mouse().move(100, 100);
        page.mouse().wheel(0, 500);
        page.evaluate("for (const type of ['focus', 'blur', 'visibilitychange', 'pagehide', 'beforeunload', 'scroll'])"
                + " { window.dispatchEvent(new Event(type)); document.dispatchEvent(new Event(type)); }");
        page.reload();
        page.waitForLoadState(LoadState.NETWORKIDLE);
        page.close(new Page.CloseOptions().setRunBeforeUnload(true));
        onlyOwnFilesWereAskedFor(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "recover", "email", "undo"})
    void doNothingWhenTheyArePrefetched(String name) {
        context.route(
                stand.origin() + "/mail",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html")
                        .setBody("<link rel=prefetch href='" + link(name) + "'><iframe src='" + link(name)
                                + "'></iframe>" + "<a href='" + link(name) + "'>Open</a>")));
        page.navigate(stand.origin() + "/mail");
        page.waitForLoadState(LoadState.NETWORKIDLE);
        page.getByText("Open").hover();
        assertEquals(200, context.request().head(link(name)).status());
        assertEquals(200, context.request().get(link(name)).status());
        assertTrue(traffic.to("/account/" + name).size() > 0);
        traffic.to("/mail").forEach(mail -> assertEquals("GET", mail.method()));
        assertTrue(traffic.all().stream()
                .allMatch(request -> isOwnFile(name, request) || path(request).equals("/mail")));
        // It is in no frame of somebody else.
        complaints.removeIf(complaint -> complaint.contains("frame"));
    }

    private void onlyOwnFilesWereAskedFor(String name) {
        assertTrue(traffic.all().size() >= 3);
        for (Request request : traffic.all()) {
            assertTrue(isOwnFile(name, request), request.method() + " " + request.url());
        }
    }

    private static boolean isOwnFile(String name, Request request) {
        return request.method().equals("GET")
                && (path(request).equals("/account/" + name) || path(request).startsWith("/assets/account-"));
    }

    private static String path(Request request) {
        return URI.create(request.url()).getPath();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void tokenIsInNoAddressAndInNoHistory(Form form) {
        answer(form, 200, Map.of(), "{}");
        page.navigate(stand.origin() + "/account/email");
        openLink(form.page);
        press(form);
        assertThat(outcome()).not().isEmpty();
        // Another link, in the same tab: the browser loads nothing.
        page.evaluate("location.hash = '#token=" + TOKEN + "'");
        assertThat(button(form.page.equals("verify") ? Form.VERIFY : form)).isVisible();

        assertThat(page).hasURL(stand.origin() + "/account/" + form.page);
        assertFalse(history().toString().contains(TOKEN), () -> history().toString());
        assertFalse(((String) page.evaluate("document.documentElement.outerHTML")).contains(TOKEN));
        for (Request request : traffic.all()) {
            String url = request.url().replaceFirst("#.*", "");
            assertFalse(url.contains(TOKEN), url);
            assertFalse(request.allHeaders().toString().contains(TOKEN));
            assertFalse(request.allHeaders().containsKey("referer"), request.allHeaders()::toString);
        }
        assertFalse(stand.log().contains(TOKEN));
    }

    /** The addresses that the browser's back button leads to, and this one. */
    private List<String> history() {
        JsonArray entries =
                context.newCDPSession(page).send("Page.getNavigationHistory").getAsJsonArray("entries");
        return entries.asList().stream()
                .map(entry -> entry.getAsJsonObject().get("url").getAsString())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void sendTheTokenAtAPress(Form form) {
        answer(form, 200, Map.of(), "{}");
        openLink(form.page);
        press(form);
        assertThat(outcome()).not().isEmpty();
        assertThat(alert()).isEmpty();
        assertThat(page.getByRole(AriaRole.BUTTON)).hasCount(0);
        assertThat(page.getByRole(AriaRole.HEADING)).isFocused();
        assertEquals(
                List.of(
                        form.hasPassword()
                                ? "{\"token\":\"" + TOKEN + "\",\"password\":\"" + TestUsers.PASSWORD + "\"}"
                                : "{\"token\":\"" + TOKEN + "\"}"),
                traffic.to(form.route).stream().map(Request::postData).toList());
        assertFalse(traffic.to(form.route).get(0).allHeaders().containsKey("cookie"));
    }

    @Test
    void sendOnceHoweverOftenSomebodyPresses() {
        // Never answered.
        context.route("**" + Form.VERIFY.route, route -> {});
        openLink("verify");
        page.keyboard().press("Tab");
        assertThat(page.getByLabel("Your password")).isFocused();
        page.keyboard().type(TestUsers.PASSWORD);
        page.keyboard().press("Enter");
        page.keyboard().press("Enter");
        button(Form.VERIFY).click(new Locator.ClickOptions().setForce(true));
        assertThat(button(Form.VERIFY)).hasAttribute("aria-disabled", "true");
        assertEquals(1, traffic.to(Form.VERIFY.route).size());
    }

    @Test
    void askTwiceBeforeAnAccountIsRemoved() {
        answer(Form.REJECT, 200, Map.of(), "{}");
        openLink("verify");
        assertThat(button(Form.REJECT)).isHidden();
        page.getByText("That wasn’t me").click();
        assertThat(page.getByText("That wasn’t me")).hasAttribute("aria-expanded", "true");
        assertThat(button(Form.REJECT)).isInViewport();
        page.getByText("That wasn’t me").click();
        assertThat(button(Form.REJECT)).isHidden();
        assertEquals(0, traffic.to(Form.REJECT.route).size());
    }

    @Test
    void adviseToSetANewPasswordAfterAnUndo() {
        answer(Form.UNDO, 200, Map.of(), "{}");
        openLink("undo");
        press(Form.UNDO);
        assertThat(outcome()).containsText("set a new one now");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void tellThatALinkIsOfNoUseAnyMore(Form form) {
        answer(form, 403, Map.of(), problem("invalid_token"));
        openLink(form.page);
        press(form);
        assertThat(alert())
                .hasText("This link was used, has expired, or was replaced by a newer one: ask for a new mail.");
        assertThat(page.getByRole(AriaRole.BUTTON)).hasCount(0);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void keepWhatWasTypedWhenAnotherTryMayHelp(Form form) {
        openLink(form.page);
        answer(form, 503, Map.of("Retry-After", "1"), problem("unavailable"));
        press(form);
        assertThat(alert()).hasText("That can’t be done at the moment. Try again in 1 second.");
        answer(form, 429, Map.of("Retry-After", "120"), problem("too_many_requests"));
        button(form).click();
        assertThat(alert()).hasText("There were too many tries. Try again in 2 minutes.");
        context.route("**" + form.route, Route::abort);
        button(form).click();
        assertThat(alert()).containsText("There was no answer.");
        answer(form, 200, Map.of(), "{}");
        button(form).click();
        assertThat(outcome()).not().isEmpty();
        assertEquals(
                1,
                traffic.to(form.route).stream()
                        .map(Request::postData)
                        .distinct()
                        .count());
    }

    @Test
    void tellThatThePasswordIsWrong() {
        answer(Form.VERIFY, 401, Map.of(), problem("invalid_credentials"));
        openLink("verify");
        press(Form.VERIFY);
        Locator password = page.getByLabel("Your password");
        assertThat(alert()).hasText("That is not the password of this account.");
        assertThat(password).isFocused();
        assertThat(password).hasAttribute("aria-invalid", "true");
        assertThat(password).hasAccessibleDescription("That is not the password of this account.");
        assertThat(password).hasValue(TestUsers.PASSWORD);
    }

    @Test
    void tellWhatANewPasswordLacks() {
        String errors = ",\"errors\":[{\"field\":\"password\",\"message\":\"must be at least 8 characters long\"}]}";
        answer(Form.RECOVER, 400, Map.of(), problem("weak_password").replaceFirst("}$", errors));
        openLink("recover");
        Locator password = page.getByLabel("New password");
        password.fill("short");
        button(Form.RECOVER).click();
        assertThat(alert()).hasText("The password must be at least 8 characters long.");
        assertThat(password).isFocused();
        assertThat(password).hasValue("short");
        answer(Form.RECOVER, 200, Map.of(), "{}");
        password.fill(TestUsers.PASSWORD);
        button(Form.RECOVER).click();
        assertThat(outcome()).containsText("Your new password is set");
    }

    @Test
    void showANewPasswordIfAsked() {
        openLink("recover");
        Locator password = page.getByLabel("New password");
        Locator show = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show"));
        assertThat(password).hasAttribute("type", "password");
        show.click();
        assertThat(password).hasAttribute("type", "text");
        assertThat(show).hasAttribute("aria-pressed", "true");
        show.click();
        assertThat(password).hasAttribute("type", "password");
    }

    @Test
    void tellThatAnAddressIsTakenByNow() {
        answer(Form.EMAIL, 409, Map.of(), problem("email_taken"));
        openLink("email");
        press(Form.EMAIL);
        assertThat(alert()).hasText("Another account has this address by now. Nothing was changed.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "recover", "email", "undo"})
    void sayThatThereIsNoLink(String name) {
        page.navigate(stand.origin() + "/account/" + name);
        assertThat(alert()).hasText("This page is opened by a link in a mail. Open the link once more.");
        assertThat(page.getByRole(AriaRole.BUTTON)).hasCount(0);
    }

    @Test
    void speakGerman() {
        context.close();
        use(stand.newContext("de-AT"));
        answer(Form.EMAIL, 403, Map.of(), problem("invalid_token"));
        openLink("email");
        assertThat(page.locator("html")).hasAttribute("lang", "de");
        assertThat(page).hasTitle("Neue Adresse bestätigen");
        page.getByText("Diese Adresse verwenden").click();
        assertThat(alert()).containsText("Fordern Sie eine neue Mail an.");
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, en", "DARK, en", "LIGHT, de", "DARK, de"})
    void areAccessibleAndFitTheScreen(ColorScheme colours, String locale) {
        context.close();
        use(stand.newContext(locale));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        for (Form form : Form.values()) {
            for (int width : new int[] {1280, 320, 375}) {
                page.setViewportSize(width, 700);
                page.navigate("about:blank");
                openLink(form.page);
                PageChecks.assertFits(page);
                if (width == 375) {
                    PageChecks.assertAccessible(page);
                }
                if (form == Form.REJECT) {
                    page.locator("#not-me").click();
                }
                answer(form, 503, Map.of("Retry-After", "1"), problem("unavailable"));
                if (form.hasPassword()) {
                    page.locator("#password").fill(TestUsers.PASSWORD);
                }
                Locator button = page.locator("#" + form.page + " button:not([type])");
                (form == Form.REJECT ? page.locator("#reject button") : button).click();
                assertThat(alert()).not().isEmpty();
                assertThat(alert()).isInViewport();
                PageChecks.assertFits(page);
            }
            PageChecks.assertAccessible(page);
        }
    }

    private static String link(String name) {
        return stand.origin() + "/account/" + name + "#token=" + TOKEN;
    }

    private void openLink(String name) {
        page.navigate(link(name));
        assertThat(page.locator("#actions")).isVisible();
    }

    private void press(Form form) {
        if (form == Form.REJECT) {
            page.getByText("That wasn’t me").click();
        } else if (form.hasPassword()) {
            page.locator("#password").fill(TestUsers.PASSWORD);
        }
        button(form).click();
    }

    private Locator button(Form form) {
        return page.getByRole(
                AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(form.button).setExact(true));
    }

    private Locator alert() {
        return page.getByRole(AriaRole.ALERT);
    }

    private Locator outcome() {
        return page.getByRole(AriaRole.STATUS);
    }

    /** In place of the service. The latest holds. */
    private void answer(Form form, int status, Map<String, String> headers, String body) {
        context.unroute("**" + form.route);
        context.route(
                "**" + form.route,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(status)
                        .setHeaders(headers)
                        .setContentType("application/json")
                        .setBody(body)));
    }

    private static String problem(String code) {
        return "{\"code\":\"" + code + "\",\"message\":\"The text for programmers.\"}";
    }
}
