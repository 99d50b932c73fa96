package dev.latchkey.web;

/**
 * The route that gateways ask. They pass on the method and, below it, the path of a request to another service, which
 * may be of any form.
 *
 * @param root its path
 */
public record GatewayRoute(String root) {

    boolean isRootOf(String path) {
        return path.startsWith(root);
    }

    boolean isAbove(String path) {
        return path.startsWith(root + "/");
    }
}
