package dev.latchkey.observe;

import dev.latchkey.web.FilterOrder;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/** Tells the access log the template of the route, such as {@code /sessions/{id}}, in place of the path. */
@Provider
@NonBlocking
@Priority(FilterOrder.ROUTE_TEMPLATE)
public class RouteTemplate implements ResteasyReactiveContainerRequestFilter {
    private final Map<RuntimeResource, String> templates = new ConcurrentHashMap<>();

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        var context = (ResteasyReactiveRequestContext) request.getServerRequestContext();
        RuntimeResource target = context.getTarget();
        String template = templates.computeIfAbsent(target, RouteTemplate::templateOf);
        tell(context.serverRequest().unwrap(RoutingContext.class), template);
    }

    /** By this filter for resources, by a route of Vert.x for itself. */
    public static void tell(RoutingContext context, String template) {
        context.put(RequestLog.ROUTE, template);
    }

    private static String templateOf(RuntimeResource target) {
        return join(target.getClassPath().template, target.getPath().template);
    }

    /** Either part may be just a slash. */
    private static String join(String ofClass, String ofMethod) {
        if (ofMethod.equals("/")) {
            return ofClass;
        }
        return ofClass.equals("/") ? ofMethod : ofClass + ofMethod;
    }
}
