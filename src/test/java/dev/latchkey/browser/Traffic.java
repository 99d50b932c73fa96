package dev.latchkey.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Request;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The requests of all tabs of a browser, seen from outside of its pages. */
final class Traffic {
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    static Traffic of(BrowserContext context) {
        Traffic traffic = new Traffic();
        context.onRequest(traffic.requests::add);
        return traffic;
    }

    void forget() {
        requests.clear();
    }

    List<Request> all() {
        return List.copyOf(requests);
    }

    /** What was asked for, but for the demo page's own look for mails, which may come at any time. */
    List<String> paths() {
        return requests.stream()
                .map(request -> URI.create(request.url()).getPath())
                .filter(path -> !path.equals("/demo/mails"))
                .toList();
    }

    List<Request> to(String path) {
        return requests.stream()
                .filter(request -> URI.create(request.url()).getPath().equals(path))
                .toList();
    }

    /** How many requests to a path got this status. */
    long answered(String path, int status) {
        return to(path).stream()
                .filter(request ->
                        request.response() != null && request.response().status() == status)
                .count();
    }
}
