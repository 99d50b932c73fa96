package dev.latchkey.web;

/** The order in which our filters see a request, the highest first. */
public final class FilterOrder {
    public static final int REQUEST_LOG = 1000;
    static final int RESPONSE_HEADERS = 950;
    static final int CROSS_ORIGIN = 925;
    static final int REQUEST_GATE = 900;
    static final int BODY_HAS_ARRIVED = 800;

    /** After those that see each request, and whose headers the page replaces. */
    public static final int DEMO_PAGE = 100;

    private FilterOrder() {}
}
