package dev.latchkey.web;

import jakarta.ws.rs.Priorities;

/** The order in which all that is ours sees a request. */
public final class FilterOrder {

    // Filters of Quarkus, before any route: the highest first.

    public static final int REQUEST_LOG = 1000;
    static final int RESPONSE_HEADERS = 950;
    static final int CROSS_ORIGIN = 925;
    static final int REQUEST_GATE = 900;
    static final int BODY_HAS_ARRIVED = 800;

    /** Before Quarkus's own: {@code /verify} needs neither its authentication nor its search for a resource. */
    public static final int VERIFY = 500;

    /** After those that see each request, and whose headers the pages replace. */
    public static final int PAGES = 100;

    // Routes of Vert.x, for what failed outside the resources: the lowest first.

    /** What failed before it got to any filter. */
    public static final int REQUEST_LOG_OF_FAILURES = Integer.MIN_VALUE;

    static final int PROBLEMS_OF_FAILURES = Integer.MIN_VALUE + 1;

    // Filters of Jakarta REST, once the route is known: the lowest first.

    public static final int ROUTE_TEMPLATE = 0;
    public static final int GUARDS = Priorities.AUTHENTICATION;
    static final int ALLOWED_METHODS = Priorities.USER;

    private FilterOrder() {}
}
