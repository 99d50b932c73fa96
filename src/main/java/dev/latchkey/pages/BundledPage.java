package dev.latchkey.pages;

import io.quarkiverse.web.bundler.runtime.Bundle;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/** A page of ours: HTML with one script and one style, which are bundled at build time and served below {@code /assets}. */
public final class BundledPage {
    public static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** Its own script and style, requests to us, an empty icon, and nothing else. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final String html;

    private BundledPage(String html) {
        this.html = html;
    }

    /**
     * Reads a page in which <code>{script}</code> and <code>{style}</code> stand for the addresses of its bundle, from
     * the root on.
     *
     * @param resource such as {@code /demo/index.html}
     * @param name of the bundle
     */
    public static BundledPage of(String resource, String name, Bundle bundle) {
        try (InputStream html = BundledPage.class.getResourceAsStream(resource)) {
            return new BundledPage(new String(html.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{script}", relative(bundle.script(name)))
                    .replace("{style}", relative(bundle.style(name))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A gateway may have us below a path, such as {@code /auth/demo}. */
    private static String relative(String path) {
        return Objects.requireNonNull(path).substring(1);
    }

    /** Whether that is a path of the script or the style of a bundle. */
    public static boolean isFileOf(String bundle, String path) {
        return path.startsWith("/assets/" + bundle);
    }

    /** Answers GET and HEAD with the page; another method goes on, and finds nothing. */
    public void answer(RoutingContext context) {
        if (!METHODS.contains(context.request().method())) {
            context.next();
            return;
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .end(html);
    }
}
