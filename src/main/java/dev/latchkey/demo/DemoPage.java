package dev.latchkey.demo;

import dev.latchkey.mail.Mailbox;
import dev.latchkey.settings.Settings;
import dev.latchkey.web.FilterOrder;
import io.quarkiverse.web.bundler.runtime.Bundle;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/**
 * The page at {@code /demo}, for people who want to see the flow at work: in dev mode, and where {@code DEMO_ENABLED}
 * says so. Its script and style are below it, bundled at build time. Elsewhere there is nothing at these addresses.
 */
@Singleton
public final class DemoPage {
    private static final String PATH = "/demo";
    private static final String MAILS = PATH + "/mails";
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** Its own script and style, requests to us, an empty icon, and nothing else. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final boolean enabled;
    private final Bundle bundle;
    private final Mailbox mailbox;

    DemoPage(Settings.Demo settings, Bundle bundle, Mailbox mailbox) {
        this.enabled = settings.enabled();
        this.bundle = bundle;
        this.mailbox = mailbox;
    }

    void register(@Observes Filters filters) {
        String page = enabled ? page() : "";
        filters.register(context -> handle(context, page), FilterOrder.DEMO_PAGE);
    }

    private void handle(RoutingContext context, String page) {
        String path = context.normalizedPath();
        boolean isPage = path.equals(PATH);
        if (!enabled && (isPage || path.startsWith(PATH + '/'))) {
            context.fail(404);
        } else if (path.equals(MAILS) && METHODS.contains(context.request().method())) {
            tellMails(context);
        } else if (isPage && METHODS.contains(context.request().method())) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                    .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                    .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                    .end(page);
        } else {
            context.next();
        }
    }

    /** Only where none is sent. */
    private void tellMails(RoutingContext context) {
        if (mailbox.isOpen()) {
            context.json(mailbox.mails());
        } else {
            context.fail(404);
        }
    }

    /** Relative: a gateway may have us below a path, such as {@code /auth/demo}. */
    private static String besideThePage(String path) {
        return Objects.requireNonNull(path).substring(1);
    }

    private String page() {
        try (InputStream html = DemoPage.class.getResourceAsStream("/demo/index.html")) {
            return new String(html.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{script}", besideThePage(bundle.script("demo")))
                    .replace("{style}", besideThePage(bundle.style("demo")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
