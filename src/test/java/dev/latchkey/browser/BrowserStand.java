package dev.latchkey.browser;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.latchkey.stand.Client;
import dev.latchkey.stand.MongoProcess;
import dev.latchkey.stand.RedisProcess;
import dev.latchkey.stand.Replica;
import dev.latchkey.stand.SmtpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The packaged service with its demo page, and a browser. The browser is the machine's: nothing is downloaded. It is a
 * user's in so far as it has one set of cookies for each context.
 */
final class BrowserStand implements AutoCloseable {
    private static final Path CHROMIUM = Path.of(System.getProperty("latchkey.chromium", "/usr/bin/chromium"));

    /** For a machine that is busy; what is awaited mostly comes at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String PLAIN_HOST = "plain.example.test";

    private final MongoProcess mongo = MongoProcess.start();
    private final RedisProcess redis = RedisProcess.start(RedisProcess.AOF);
    private final SmtpServer mails = SmtpServer.start();
    private final Replica replica;
    private final Playwright playwright;
    private final Browser browser;

    BrowserStand(Map<String, String> settings) {
        Map<String, String> withMail =
                new HashMap<>(Map.of("SMTP_URL", mails.url(), "MAIL_FROM", "no-reply@example.com"));
        withMail.putAll(settings);
        replica = Replica.start(mongo.address(), redis.address(), withMail);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
        // CI runs as root, for whom Chromium has no sandbox.
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--host-resolver-rules=MAP " + PLAIN_HOST + " 127.0.0.1")));
    }

    /** Patient with its stores, as in the failure suite. */
    static BrowserStand start() {
        return new BrowserStand(Map.of("DEMO_ENABLED", "true", "REDIS_TIMEOUT", "5s", "MONGODB_TIMEOUT", "5s"));
    }

    /** A user's browser, with no cookies yet. */
    BrowserContext newContext() {
        return browser.newContext();
    }

    /** The same, of somebody who reads this language. */
    BrowserContext newContext(String locale) {
        return browser.newContext(new Browser.NewContextOptions().setLocale(locale));
    }

    /** The same, for what must not depend on the page's own policy. */
    BrowserContext newContextWithoutPolicy() {
        return browser.newContext(new Browser.NewContextOptions().setBypassCSP(true));
    }

    /** Cookies go by the name of the host, and hostile pages are elsewhere. */
    String origin() {
        return "http://localhost:" + port();
    }

    int port() {
        return replica.process().port();
    }

    /** The same service by plain HTTP under a name that is not this machine's own. */
    String originWithoutCookies() {
        return origin().replace("localhost", PLAIN_HOST);
    }

    Client client() {
        return replica.client();
    }

    /** What the service has written so far. */
    String log() {
        return replica.process().log();
    }

    /** What the service has sent. */
    SmtpServer mails() {
        return mails;
    }

    /** Runs something while the service is down. */
    void whileTheServiceIsDown(Runnable run) {
        replica.process().kill();
        try {
            run.run();
        } finally {
            replica.process().start();
            await("readiness").atMost(PATIENCE).until(replica::isReady);
        }
    }

    @Override
    public void close() {
        playwright.close();
        replica.close();
        mails.close();
        redis.close();
        mongo.close();
    }
}
