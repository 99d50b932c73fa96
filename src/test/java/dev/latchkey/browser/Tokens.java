package dev.latchkey.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.latchkey.token.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tokens in a browser's cookies, from outside of its pages. */
record Tokens(BrowserContext context, String origin) {
    static final String ACCESS = "latchkey_access";
    static final String REFRESH = "latchkey_refresh";
    static final String SKEW = "latchkey_skew";

    static Tokens of(BrowserContext context, BrowserStand stand) {
        return new Tokens(context, stand.origin());
    }

    Optional<Cookie> cookie(String name) {
        return context.cookies(origin).stream()
                .filter(cookie -> cookie.name.equals(name))
                .findFirst();
    }

    String value(String name) {
        return cookie(name).orElseThrow().value;
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

    private void set(String name, String value) {
        context.addCookies(List.of(new Cookie(name, value)
                .setUrl(origin)
                .setSecure(true)
                .setSameSite(SameSiteAttribute.STRICT)
                .setExpires(Instant.now().plus(Duration.ofDays(1)).getEpochSecond())));
    }
}
