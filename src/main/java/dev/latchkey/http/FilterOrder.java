package dev.latchkey.http;

/** The order in which our filters see a request, the highest first. */
final class FilterOrder {
    static final int REQUEST_LOG = 1000;
    static final int RESPONSE_HEADERS = 950;
    static final int CROSS_ORIGIN = 925;
    static final int REQUEST_GATE = 900;
    static final int BODY_HAS_ARRIVED = 800;

    private FilterOrder() {}
}
