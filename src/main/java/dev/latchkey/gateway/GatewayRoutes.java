package dev.latchkey.gateway;

import dev.latchkey.web.GatewayRoute;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Tells all that sees requests before they are routed which route gateways ask. */
final class GatewayRoutes {

    @Produces
    @Singleton
    GatewayRoute verify() {
        return new GatewayRoute(VerifyRoute.ROOT);
    }
}
