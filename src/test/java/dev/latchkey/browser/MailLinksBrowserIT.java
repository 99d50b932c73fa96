package dev.latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.RequestOptions;
import dev.latchkey.TestUsers;
import dev.latchkey.TestUsers.SignedInUser;
import dev.latchkey.stand.SmtpServer.Received;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From a mail to its end: links as they are in mails, opened by programs first, then by the people they are for. */
@Tag("browser")
class MailLinksBrowserIT {
    private static final String NEW_PASSWORD = "seven purple umbrellas";
    private static final String USELESS =
            "This link was used, has expired, or was replaced by a newer one: ask for a new mail.";

    private static BrowserStand stand;

    private BrowserContext context;
    private List<String> complaints;
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
        context = stand.newContext();
        complaints = PageChecks.complaints(context);
        page = context.newPage();
    }

    @AfterEach
    void neverBreaksItsPolicy() {
        context.close();
        assertEquals(List.of(), complaints);
    }

    @Test
    void verifiesAnAddress() {
        SignedInUser user = stand.client().register();
        openAfterAScanner(mailTo(user.email()));
        page.getByLabel("Your password").fill("not the password");
        button("Confirm this address").click();
        assertThat(alert()).hasText("That is not the password of this account.");
        page.getByLabel("Your password").fill(TestUsers.PASSWORD);
        button("Confirm this address").click();
        assertThat(outcome()).containsText("Your address is confirmed.");
        assertTrue(stand.client().details(user.accessToken()).body().contains("\"emailVerified\":true"));
    }

    @Test
    void rejectsAnAccountThatSomebodyElseMade() {
        SignedInUser user = stand.client().register();
        openAfterAScanner(mailTo(user.email()));
        button("That wasn’t me").click();
        button("Remove the account").click();
        assertThat(outcome()).containsText("The account is removed");
        assertEquals("revoked_token", stand.client().details(user.accessToken()).code());
        assertEquals(201, stand.client().register(user.email()).status());
    }

    @Test
    void setsANewPassword() {
        SignedInUser user = stand.client().register();
        mailTo(user.email());
        assertEquals(
                202, post("/password/recovery", Map.of("email", user.email())).status());
        Received mail = stand.mails().awaitTo(user.email(), 2).get(1);
        openAfterAScanner(mail);
        Locator password = page.getByLabel("New password");
        for (Map.Entry<String, String> weak : Map.of(
                        "short",
                        "The password must be at least 8 characters long.",
                        "password1",
                        "This password is known from data breaches",
                        "p4ssword-2031",
                        "This password is too easy to guess",
                        "long ".repeat(20),
                        "The password must be at most 72 bytes long")
                .entrySet()) {
            password.fill(weak.getKey());
            button("Set this password").click();
            assertThat(alert()).containsText(weak.getValue());
        }
        password.fill(NEW_PASSWORD);
        button("Set this password").click();
        assertThat(outcome()).containsText("Your new password is set");
        assertEquals(401, stand.client().login(user.email()).status());
        assertEquals(200, stand.client().login(user.email(), NEW_PASSWORD).status());

        page.navigate("about:blank");
        page.navigate(mail.link());
        password.fill(NEW_PASSWORD);
        button("Set this password").click();
        assertThat(alert()).hasText(USELESS);
    }

    @Test
    void changesTheAddressAndTakesThatBack() {
        SignedInUser user = stand.client().register();
        mailTo(user.email());
        String next = TestUsers.newEmail();
        APIResponse asked = post(
                "/user/email",
                Map.of("email", next, "password", TestUsers.PASSWORD),
                "authorization",
                user.accessToken());
        assertEquals(202, asked.status(), asked::text);
        openAfterAScanner(mailTo(next));
        button("Use this address").click();
        assertThat(outcome()).containsText("Your account has the new address now.");
        assertEquals(200, stand.client().login(next).status());

        // The notices that it was asked for, and that it was done.
        Received notice = stand.mails().awaitTo(user.email(), 2).get(1);
        openAfterAScanner(notice);
        button("Keep the old address").click();
        assertThat(outcome()).containsText("set a new one now");
        assertEquals(401, stand.client().login(next).status());
        // Whoever asked for the change has the password, so it is void, too.
        assertEquals(401, stand.client().login(user.email()).status());
        assertEquals(
                202, post("/password/recovery", Map.of("email", user.email())).status());
    }

    private static Received mailTo(String email) {
        return stand.mails().awaitOneTo(email);
    }

    /** As a mail provider's program does: it asks, follows, runs the script and waits; then it is the recipient's turn. */
    private void openAfterAScanner(Received mail) {
        assertTrue(mail.link().startsWith(stand.origin() + "/account/"), mail.link());
        assertEquals(200, context.request().head(mail.link()).status());
        assertEquals(200, context.request().get(mail.link()).status());
        try (BrowserContext scanner = stand.newContext()) {
            Page scanned = scanner.newPage();
            scanned.navigate(mail.link());
            scanned.waitForLoadState(LoadState.NETWORKIDLE);
        }
        page.navigate("about:blank");
        page.navigate(mail.link());
    }

    private APIResponse post(String path, Map<String, String> body, String... header) {
        RequestOptions options = RequestOptions.create().setData(body);
        if (header.length > 0) {
            options.setHeader(header[0], header[1]);
        }
        return context.request().post(stand.origin() + path, options);
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator alert() {
        return page.getByRole(AriaRole.ALERT);
    }

    private Locator outcome() {
        return page.getByRole(AriaRole.STATUS);
    }
}
