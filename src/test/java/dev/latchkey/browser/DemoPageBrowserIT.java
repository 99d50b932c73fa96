package dev.latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.latchkey.TestUsers;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo page, as somebody uses it who wants to see the flow at work. */
@Tag("browser")
class DemoPageBrowserIT {
    private static final String OTHER_PASSWORD = "purple window elephant";

    private static BrowserStand stand;

    private List<String> complaints;
    private BrowserContext context;
    private Tab tab;

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
        complaints = PageChecks.complaints(context);
        tab = Tab.open(context, stand);
    }

    /** Whatever a test did, the page kept to its own policy, and had no failure. */
    @AfterEach
    void neverBreaksItsPolicy() {
        context.close();
        assertEquals(List.of(), complaints);
    }

    @Test
    void goesThroughTheWholeFlow() {
        String email = tab.signUp();
        assertThat(tab.region("Signed in")).containsText(email);
        assertThat(tab.region("Signed in")).containsText("Ada Lovelace");
        assertThat(tab.sessions()).hasCount(1);
        assertThat(tab.sessions().first()).containsText("This session");

        tab.button("Show details").click();
        tab.button("Sign out here").click();
        tab.showsThatNobodyIsSignedIn();
        assertThat(tab.outcome()).hasText("You are signed out here.");

        tab.signIn(email, TestUsers.PASSWORD);
        tab.showsThatAUserIsSignedIn();
        assertThat(tab.sessions()).hasCount(1);
    }

    @Test
    void walksFromSignUpToRecovery() {
        String email = tab.signUp();
        assertThat(tab.region("Signed in")).containsText(email + " (not verified)");

        Locator verification = tab.region("Verify your email");
        verification.getByLabel("Code from the mail").fill(code(email, 1));
        tab.button("Verify").click();
        assertThat(tab.outcome()).hasText("The email is verified.");
        assertThat(tab.region("Signed in")).containsText(email + " (verified)");
        assertThat(verification).isHidden();
        assertThat(tab.heading("Signed in")).isFocused();

        tab.button("Sign out here").click();
        tab.showsThatNobodyIsSignedIn();
        var elsewhere = stand.client().login(email).signedIn(200, email);
        Locator recovery = tab.region("Forgot your password?");
        recovery.getByLabel("Email").fill(email);
        tab.button("Send me a code").click();
        assertThat(recovery.getByLabel("Code from the mail")).isFocused();
        recovery.getByLabel("Code from the mail").fill(code(email, 2));
        recovery.getByLabel("New password").fill(OTHER_PASSWORD);
        tab.button("Set the password").click();
        assertThat(tab.outcome()).hasText("The password is set, and all sessions are over. Sign in with it.");
        assertEquals(
                "revoked_token", stand.client().details(elsewhere.accessToken()).code());

        tab.signIn(email, TestUsers.PASSWORD);
        assertThat(tab.alert()).containsText("(invalid_credentials)");
        tab.signIn(email, OTHER_PASSWORD);
        tab.showsThatAUserIsSignedIn();
    }

    @Test
    void sendsTheMailAgainAndTakesItsCode() {
        String email = tab.signUp();
        String code = code(email, 1);
        tab.page().reload();
        tab.button("Send the mail again").click();
        assertThat(tab.outcome()).hasText("The mail is on its way, the same as before.");
        assertEquals(code, code(email, 2));

        Locator field = tab.region("Verify your email").getByLabel("Code from the mail");
        assertThat(field).isFocused();
        field.fill(code.startsWith("1") ? "2222 2222" : "1111 1111");
        tab.button("Verify").click();
        assertThat(tab.alert()).containsText("(invalid_token)");
        field.fill(code);
        tab.button("Verify").click();
        assertThat(tab.outcome()).hasText("The email is verified.");
    }

    @Test
    void changesWhatBelongsToTheAccount() {
        String email = tab.signUp();
        Locator name = tab.form("Change the name");
        name.getByLabel("New name").fill("Grace Hopper");
        tab.button("Save the name").click();
        assertThat(tab.region("Signed in")).containsText("Grace Hopper");

        Locator password = tab.form("Change the password");
        password.getByLabel("Current password").fill(TestUsers.PASSWORD);
        password.getByLabel("New password").fill(OTHER_PASSWORD);
        tab.button("Save the password").click();
        assertThat(tab.outcome()).hasText("The password is changed, and all other sessions are over.");

        String newEmail = TestUsers.newEmail();
        Locator change = tab.form("Change the email");
        change.getByLabel("New email").fill(newEmail);
        change.getByLabel("Password").fill(OTHER_PASSWORD);
        tab.button("Send a code there").click();
        assertThat(tab.outcome()).hasText("A mail with a code is on its way to the new email.");
        assertThat(tab.region("Signed in")).containsText(email);
        change.getByLabel("Code").fill(code(newEmail, 1));
        tab.button("Confirm the new email").click();
        assertThat(tab.outcome()).hasText("The email is changed.");
        assertThat(tab.region("Signed in")).containsText(newEmail + " (verified)");

        tab.form("Delete the account").getByLabel("Password").fill(OTHER_PASSWORD);
        tab.button("Delete it for good").click();
        assertThat(tab.outcome()).hasText("The account is gone.");
        tab.showsThatNobodyIsSignedIn();
        tab.signIn(newEmail, OTHER_PASSWORD);
        assertThat(tab.alert()).containsText("(invalid_credentials)");
    }

    /** Of the mail that is the first or the second to that address. */
    private static String code(String email, int number) {
        return stand.mails().awaitTo(email, number).get(number - 1).code();
    }

    /** As dev mode has them. */
    @Test
    void showsTheMailsWithLinksThatWork() {
        assertThat(tab.region("Mails")).isHidden();
        showMails();
        assertThat(tab.region("Mails")).containsText("To ada@example.com");
        assertThat(tab.region("Mails").getByText("Later")).isVisible();
        assertThat(tab.region("Mails").getByText("Sooner")).isVisible();
        assertThat(tab.region("Mails").getByRole(AriaRole.LINK))
                .hasAttribute("href", stand.origin() + "/account/verify#token=abc");
    }

    private void showMails() {
        String mails = "[" + mail("2", "Later") + "," + mail("1", "Sooner") + "]";
        tab.page()
                .route(
                        "**/demo/mails",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("application/json")
                                .setBody(mails)));
        tab.page().reload();
        assertThat(tab.region("Mails")).isVisible();
    }

    private static String mail(String id, String subject) {
        String text = "Open this:\\n" + stand.origin() + "/account/verify#token=abc\\n\\n1234 5678";
        return "{\"id\":\"" + id + "\",\"to\":\"ada@example.com\",\"subject\":\"" + subject
                + "\",\"at\":\"2026-01-01T08:00:00Z\",\"text\":\"" + text + "\"}";
    }

    @Test
    void showsEachRequest() {
        String email = tab.signUp();
        tab.button("Sign out here").click();
        tab.showsThatNobodyIsSignedIn();
        tab.signIn(email, "not the password");
        assertThat(tab.alert()).containsText("(invalid_credentials)");

        List<String> requests = tab.requests().stream()
                .map(request -> request.replaceAll("[0-9]+ ms", "N ms"))
                .toList();
        assertEquals("POST /login N ms 401 invalid_credentials", requests.get(0));
        assertEquals("POST /logout N ms 200", requests.get(1));
        assertEquals("POST /register N ms 201", requests.get(requests.size() - 1));
    }

    @Test
    void showsNoToken() {
        tab.signUp();
        tab.button("Show details").click();
        assertThat(tab.page().locator("#details")).not().isEmpty();
        String everything = (String) tab.page().evaluate("document.documentElement.outerHTML");
        assertFalse(everything.contains("eyJ"));
        for (String name : List.of(Tokens.ACCESS, Tokens.REFRESH)) {
            String token = Tokens.of(context, stand).value(name);
            assertFalse(everything.contains(token.substring(token.lastIndexOf('.') + 1)));
        }
    }

    @Test
    void countsDownHowLongTheTokensHold() {
        tab.signUp();
        Locator left = tab.page().locator("#access-left");
        assertThat(left).hasText(Pattern.compile("00:1[45]:[0-9]{2}"));
        String first = left.innerText();
        assertThat(left).not().hasText(first);
        assertTrue(left.innerText().compareTo(first) < 0);
        assertThat(tab.page().locator("#refresh-left")).hasText(Pattern.compile("(30|29) d [0-9:]{8}"));
    }

    @Test
    void endsAnotherSession() {
        String email = tab.signUp();
        stand.client().login(email).signedIn(200, email);
        tab.button("Reload the list").click();
        assertThat(tab.sessions()).hasCount(2);

        tab.region("Sessions").getByText("Sign out there").click();
        assertThat(tab.sessions()).hasCount(1);
        assertThat(tab.outcome()).hasText("That session is over.");
        assertThat(tab.button("Sign out here")).isFocused();
    }

    @Test
    void endsAllSessions() {
        String email = tab.signUp();
        var elsewhere = stand.client().login(email).signedIn(200, email);
        tab.button("Sign out everywhere").click();
        tab.showsThatNobodyIsSignedIn();
        assertEquals(
                "revoked_token", stand.client().details(elsewhere.accessToken()).code());
    }

    @Test
    void marksTheFieldThatIsAtFault() {
        Locator form = tab.region("Sign up");
        form.getByLabel("Name").fill("Ada Lovelace");
        form.getByLabel("Email").fill(TestUsers.newEmail());
        form.getByLabel("Password").fill("short");
        tab.button("Sign up").click();

        assertThat(tab.alert()).hasText("password must be at least 8 characters long (weak_password)");
        assertThat(form.getByLabel("Password")).hasAttribute("aria-invalid", "true");
        assertThat(form.getByLabel("Password"))
                .hasAccessibleDescription(Pattern.compile("must be at least 8 characters long .+"));
        assertThat(form.getByLabel("Password")).isFocused();
    }

    /** On a phone the button that is pressed is far below the line that says what came of it. */
    @Test
    void scrollsToWhatItSaysOnAPhone() {
        tab.page().setViewportSize(375, 600);
        String email = stand.client().register().email();
        tab.signIn(email, "not the password");
        assertThat(tab.alert()).containsText("(invalid_credentials)");
        assertThat(tab.alert()).isInViewport();

        Locator form = tab.region("Sign up");
        form.getByLabel("Name").fill("Ada Lovelace");
        form.getByLabel("Email").fill(TestUsers.newEmail());
        form.getByLabel("Password").fill("short");
        tab.button("Sign up").click();
        assertThat(form.getByLabel("Password")).isInViewport();
        assertThat(form.locator(".problem")).isInViewport();

        form.getByLabel("Email").fill(email);
        form.getByLabel("Password").fill(TestUsers.PASSWORD);
        tab.button("Sign up").click();
        assertThat(tab.alert()).containsText("(email_taken)");
        assertThat(tab.alert()).isInViewport();

        tab.signIn(email, TestUsers.PASSWORD);
        tab.showsThatAUserIsSignedIn();
        tab.button("Let the access token expire").click();
        assertThat(tab.outcome()).isInViewport();
    }

    @Test
    void canLetTheAccessTokenExpireToShowTheSharedRefresh() {
        for (String storage : List.of("cookies", "memory")) {
            String email = stand.client().register().email();
            tab.region("Sign in").getByText(storage).click();
            tab.signIn(email, TestUsers.PASSWORD);
            tab.showsThatAUserIsSignedIn();
            Traffic traffic = Traffic.of(context);
            tab.button("Let the access token expire").click();
            assertThat(tab.page().locator("#access-left")).hasText("expired");
            tab.button("20 requests at once").click();
            assertThat(tab.outcome()).hasText("20 requests were answered.");
            assertEquals(1, traffic.to("/refresh-tokens").size());
            assertEquals(20, traffic.answered("/user/details", 200));
            assertThat(tab.page().locator("#access-left")).not().hasText("expired");
            tab.button("Sign out here").click();
            tab.showsThatNobodyIsSignedIn();
        }
    }

    /** Over plain HTTP, and not on localhost, a browser drops them without a word. */
    @Test
    void saysThatTheBrowserKeepsNoCookies() {
        tab.page().navigate(stand.originWithoutCookies() + "/demo");
        String email = stand.client().register().email();
        tab.signIn(email, TestUsers.PASSWORD);
        assertThat(tab.alert()).containsText("HTTPS");
        assertThat(tab.alert()).containsText("(cookies_refused)");
        tab.showsThatNobodyIsSignedIn();
        // That of the registration, and this one: what could not be kept does not go on.
        Tab onLocalhost = Tab.open(context, stand);
        onLocalhost.signIn(email, TestUsers.PASSWORD);
        assertThat(onLocalhost.sessions()).hasCount(2);
        // Nor does the browser take this header there, and says so.
        complaints.removeIf(
                complaint -> complaint.startsWith("The Cross-Origin-Opener-Policy header has been ignored"));
    }

    @Test
    void canBeUsedWithTheKeyboardAlone() {
        String email = stand.client().register().email();
        tab.page().locator("body").press("Tab");
        assertThat(tab.region("Sign in").getByLabel("Email")).isFocused();
        tab.page().keyboard().type(email);
        tab.page().keyboard().press("Tab");
        tab.page().keyboard().type(TestUsers.PASSWORD);
        tab.page().keyboard().press("Enter");

        assertThat(tab.heading("Signed in")).isFocused();
        tab.page().keyboard().press("Tab");
        assertThat(tab.button("Show details")).isFocused();
        tab.button("Sign out here").focus();
        tab.page().keyboard().press("Enter");
        assertThat(tab.heading("Sign in")).isFocused();
    }

    @Test
    void staysSignedInOverAReload() {
        tab.signUp();
        tab.page().reload();
        tab.showsThatAUserIsSignedIn();
    }

    @Test
    void inMemoryIsSignedInUntilAReload() {
        String email = stand.client().register().email();
        tab.region("Sign in").getByText("memory").click();
        tab.signIn(email, TestUsers.PASSWORD);
        tab.showsThatAUserIsSignedIn();
        assertEquals(List.of(), context.cookies());

        tab.page().reload();
        tab.showsThatNobodyIsSignedIn();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void isAccessible(ColorScheme colours) {
        tab.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        PageChecks.assertAccessible(tab.page());
        marksTheFieldThatIsAtFault();
        PageChecks.assertAccessible(tab.page());
        showMails();
        String email = tab.signUp();
        stand.client().login(email).signedIn(200, email);
        tab.button("Reload the list").click();
        assertThat(tab.sessions()).hasCount(2);
        showAllForms();
        PageChecks.assertAccessible(tab.page());
    }

    private void showAllForms() {
        tab.page().evaluate("""
                document.querySelectorAll('details').forEach(details => { details.open = true; });
                document.querySelectorAll('form').forEach(form => { form.hidden = false; });
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 375, 1280})
    void fitsTheScreen(int width) {
        tab.page().setViewportSize(width, 800);
        showMails();
        showAllForms();
        PageChecks.assertFits(tab.page());
        tab.signUp();
        showAllForms();
        PageChecks.assertFits(tab.page());
    }
}
