package dev.latchkey.web;

import java.util.Set;

/** What a request may take; sizes in bytes. */
final class HttpLimits {
    static final int BODY = 16 * 1024;

    /** How long a body may take to arrive. */
    static final long BODY_MILLIS = 5_000;

    /** Names and values together. The server itself stops reading at {@code quarkus.http.limits.max-header-size}. */
    static final int HEADERS = 16 * 1024;

    /** Not counted among the headers: in them a gateway tells what it was asked for, which may be long. */
    static final Set<String> COPIES_OF_THE_TARGET = Set.of("x-forwarded-uri", "x-original-uri", "x-original-url");

    /**
     * How long a head, the request line and the headers, may take to arrive: from its first byte, and the first of a
     * connection from when that was opened.
     */
    static final long HEAD_MILLIS = 10_000;

    /** As many lines a head may have. */
    static final int HEAD_LINES = 200;

    /** As much of a head each connection may hold, before it is whole; what is beyond is shared by all connections. */
    static final int SMALL_HEAD = 8 * 1024;

    /** Heads that are not whole hold about four times their size, so a fifth of the heap at most, as a rule. */
    static final int PART_OF_HEAP_FOR_HEADS = 20;

    /** As many parts of requests, such as heads, may wait for the answer to the request before them. */
    static final int PARTS_HELD_BACK = 32;

    private HttpLimits() {}
}
