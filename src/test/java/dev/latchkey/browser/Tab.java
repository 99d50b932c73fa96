package dev.latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.latchkey.TestUsers;
import java.util.List;

/** The demo page in one tab, as its user sees it. Everything is found by its role and name, as by a screen reader. */
record Tab(Page page) {

    static Tab open(BrowserContext context, BrowserStand stand) {
        return open(context, stand.origin());
    }

    /** @param service where the service is, as {@code https://app.example.com/auth} */
    static Tab open(BrowserContext context, String service) {
        Page page = context.newPage();
        page.navigate(service + "/demo");
        return new Tab(page);
    }

    /** A new user, who is signed in. */
    String signUp() {
        String email = TestUsers.newEmail();
        Locator form = region("Sign up");
        form.getByLabel("Name").fill("Ada Lovelace");
        form.getByLabel("Email").fill(email);
        form.getByLabel("Password").fill(TestUsers.PASSWORD);
        button("Sign up").click();
        showsThatAUserIsSignedIn();
        return email;
    }

    void signIn(String email, String password) {
        Locator form = region("Sign in");
        form.getByLabel("Email").fill(email);
        form.getByLabel("Password").fill(password);
        button("Sign in").click();
    }

    void showsThatAUserIsSignedIn() {
        assertThat(heading("Signed in")).isVisible();
        // The list is the last that is loaded.
        assertThat(sessions().first()).isVisible();
    }

    void showsThatNobodyIsSignedIn() {
        assertThat(heading("Sign in")).isVisible();
        assertThat(heading("Signed in")).isHidden();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Opens one of the forms below "Your account". */
    Locator form(String title) {
        Locator form = region("Your account").locator("details").filter(new Locator.FilterOptions().setHasText(title));
        form.locator("summary").click();
        return form;
    }

    Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator region(String name) {
        return page.getByRole(
                AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator sessions() {
        return region("Sessions").getByRole(AriaRole.LISTITEM);
    }

    Locator alert() {
        return page.getByRole(AriaRole.ALERT);
    }

    Locator outcome() {
        return page.getByRole(AriaRole.STATUS).first();
    }

    /** As they are shown, the latest first, such as {@code POST /login 200 12 ms}. */
    List<String> requests() {
        return page.getByRole(AriaRole.LOG).getByRole(AriaRole.LISTITEM).all().stream()
                .map(row -> String.join(" ", row.locator("span").allInnerTexts()))
                .toList();
    }

    /** Runs a script that has the client as {@code latchkey}: the module that the page itself has loaded. */
    Object run(String script) {
        return page.evaluate("async () => {"
                + " const latchkey = await import(document.querySelector('script[type=module]').src);"
                + " const client = latchkey.createAuthClient({ baseURL: location.origin });"
                + script
                + "}");
    }
}
