package dev.latchkey.pages;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.latchkey.mail.Outbox;
import dev.latchkey.settings.Settings;
import dev.latchkey.web.FilterOrder;
import io.quarkiverse.web.bundler.runtime.Bundle;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The pages that links in mails lead to, unless the application has its own. The link's token is in the fragment, so it
 * never gets here; the page's script sends it once somebody presses the button. To ask for a page changes nothing.
 */
@Singleton
public final class AccountPages {
    private static final String BUNDLE = "account";

    private final boolean enabled;

    /** By their paths. */
    private final Map<String, BundledPage> pages;

    AccountPages(Settings.Pages settings, Outbox outbox, Bundle bundle) {
        this.enabled = settings.enabled() && outbox.isOpen();
        this.pages = enabled ? pages(bundle) : Map.of();
    }

    private static Map<String, BundledPage> pages(Bundle bundle) {
        return Stream.of("verify", "recover", "email", "undo")
                .collect(toUnmodifiableMap(
                        name -> "/account/" + name,
                        name -> BundledPage.of("/pages/" + name + ".html", BUNDLE, bundle)));
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, FilterOrder.PAGES);
    }

    private void handle(RoutingContext context) {
        String path = context.normalizedPath();
        BundledPage page = pages.get(path);
        if (page != null) {
            page.answer(context);
        } else if (!enabled && BundledPage.isFileOf(BUNDLE, path)) {
            context.fail(404);
        } else {
            context.next();
        }
    }
}
