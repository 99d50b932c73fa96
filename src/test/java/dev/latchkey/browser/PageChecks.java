package dev.latchkey.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What holds for each page of ours. */
final class PageChecks {
    private static final String AXE = axe();

    private PageChecks() {}

    /** What the browser complains of from now on: breaches of a page's own policy, and errors that nobody caught. */
    static List<String> complaints(BrowserContext context) {
        List<String> complaints = new CopyOnWriteArrayList<>();
        context.onConsoleMessage(message -> complaints.addAll(complaintIn(message)));
        context.onWebError(error -> complaints.add(error.error()));
        return complaints;
    }

    /** Chromium reports each 4xx there, too; those are the service's business. */
    private static List<String> complaintIn(ConsoleMessage message) {
        boolean isOne = message.type().equals("error") && !message.text().startsWith("Failed to load resource");
        return isOne ? List.of(message.text()) : List.of();
    }

    /** Labels, roles, names, contrast, the order of headings: what a machine can check of WCAG 2.2, at level AA. */
    static void assertAccessible(Page page) {
        page.evaluate(AXE);
        assertEquals(
                List.of(),
                page.evaluate("async () => (await axe.run()).violations.flatMap((rule) =>"
                        + " rule.nodes.map((node) => `${rule.id}: ${node.html}`))"));
    }

    private static String axe() {
        try (InputStream script = PageChecks.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing is beyond the right edge. */
    static void assertFits(Page page) {
        int widest = (int) page.evaluate("document.documentElement.scrollWidth");
        int width = (int) page.evaluate("document.documentElement.clientWidth");
        assertTrue(widest <= width, () -> widest + " on a screen of " + width);
    }
}
