package dev.latchkey.http;

/** What a request may take; sizes in bytes. */
final class HttpLimits {
    static final int BODY = 16 * 1024;

    /** How long a body may take to arrive. */
    static final long BODY_MILLIS = 5_000;

    /** Names and values together. The server itself stops reading at {@code quarkus.http.limits.max-header-size}. */
    static final int HEADERS = 16 * 1024;

    private HttpLimits() {}
}
