package dev.latchkey.demo;

import dev.latchkey.mail.Mailbox;
import dev.latchkey.pages.BundledPage;
import dev.latchkey.settings.Settings;
import dev.latchkey.web.FilterOrder;
import io.quarkiverse.web.bundler.runtime.Bundle;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * The page at {@code /demo}, for people who want to see the flow at work: in dev mode, and where {@code DEMO_ENABLED}
 * says so. Elsewhere there is nothing at this address, below it, or at those of its script and style.
 */
@Singleton
public final class DemoPage {
    private static final String BUNDLE = "demo";
    private static final String PATH = "/demo";
    private static final String MAILS = PATH + "/mails";

    private final Optional<BundledPage> page;
    private final Mailbox mailbox;

    DemoPage(Settings.Demo settings, Bundle bundle, Mailbox mailbox) {
        this.page =
                settings.enabled() ? Optional.of(BundledPage.of("/demo/index.html", BUNDLE, bundle)) : Optional.empty();
        this.mailbox = mailbox;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, FilterOrder.PAGES);
    }

    private void handle(RoutingContext context) {
        String path = context.normalizedPath();
        if (page.isEmpty() && isOfTheDemo(path)) {
            context.fail(404);
        } else if (page.isPresent() && path.equals(PATH)) {
            page.get().answer(context);
        } else if (path.equals(MAILS)
                && BundledPage.METHODS.contains(context.request().method())) {
            tellMails(context);
        } else {
            context.next();
        }
    }

    /** Only where none is sent. Elsewhere there is nothing to tell, which is no fault that a browser would report. */
    private void tellMails(RoutingContext context) {
        if (mailbox.isOpen()) {
            context.json(mailbox.mails());
        } else {
            context.response().setStatusCode(204).end();
        }
    }

    private static boolean isOfTheDemo(String path) {
        return path.equals(PATH) || path.startsWith(PATH + '/') || BundledPage.isFileOf(BUNDLE, path);
    }
}
