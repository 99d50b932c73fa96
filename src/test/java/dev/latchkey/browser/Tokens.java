package dev.latchkey.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.Cookie;
import dev.latchkey.token.TestTokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The tokens in a browser's cookies, from outside of its pages. */
record Tokens(BrowserContext context, String origin) {
    static final String ACCESS = "access";
    static final String REFRESH = "refresh";
    static final String SKEW = "skew";

    static Tokens of(BrowserContext context, BrowserStand stand) {
        return new Tokens(context, stand.origin());
    }

    /** A cookie's name: browsers take it from this very host only, and it tells for which service it is. */
    String nameOf(String token) {
        return "__Host-latchkey_" + token + "_" + URLEncoder.encode(origin, StandardCharsets.UTF_8);
    }

    Optional<Cookie> cookie(String token) {
        return context.cookies(origin).stream()
                .filter(cookie -> cookie.name.equals(nameOf(token)))
                .findFirst();
    }

    String value(String token) {
        return cookie(token).orElseThrow().value;
    }

    /** As if a laptop had slept: the same access token, but its time is up, and the page can tell. */
    void expire() {
        Instant longAgo = Instant.now().minus(Duration.ofHours(1));
        String expired = TestTokens.like(value(ACCESS))
                .issuedAt(longAgo)
                .expiresAt(longAgo.plus(TestTokens.ACCESS_TTL))
                .compact();
        set(ACCESS, expired);
    }

    /** The same, but the page's clock is wrong, so that it can't: only the service's answer shows it. */
    void expireUnnoticed() {
        expire();
        set(SKEW, Long.toString(-Duration.ofDays(1).toSeconds()));
    }

    /** By a page: what the browser's protocol sets is for hosts below this one, too, which the name forbids. */
    private void set(String token, String value) {
        String cookie = nameOf(token) + "=" + value + "; Path=/; Max-Age=86400; Secure; SameSite=Strict";
        context.pages().get(0).evaluate("cookie => { document.cookie = cookie; }", cookie);
    }
}
